/** Notices in sentences. Names stand between double asterisks. Total: a parameter that is missing leaves its clause out. */
import type { Notice } from "../store/store.ts";

export function sayNotice({ code, params }: Pick<Notice, "code" | "params">): string {
  const text = (key: string) => (typeof params[key] === "string" ? params[key] : "");
  const template = `**${text("name")}** (${text("language")})`;
  switch (code) {
    case "template-status":
      return sayStatus(template, text("to")) + sayFindings(params);
    case "template-category":
      return `WhatsApp moved ${template} from ${text("from").toLowerCase()} to ${text("to").toLowerCase()}. ${
        text("to") === "MARKETING"
          ? "It counts toward the limit on marketing now, and its gate stands."
          : "No gate holds it any more."
      }${sayFindings(params)}`;
    case "template-announced":
      return `WhatsApp is going to move ${template} to ${text("to").toLowerCase()} within a day.${sayFindings(params)}`;
    case "account-restricted":
      return `WhatsApp restricted this account${restrictions(params["restrictions"])}. Read the notice in WhatsApp Manager.`;
    case "account-disabled":
      return text("state") === "DISABLE"
        ? "WhatsApp disabled this account. Nothing goes out until it is reinstated."
        : `WhatsApp is going to disable this account${text("state") ? ` (${words(text("state"))})` : ""}. Read the notice in WhatsApp Manager.`;
    case "account-reinstated":
      return "WhatsApp reinstated this account.";
    case "account-gone":
      return `This account is no longer connected (${words(text("event"))}). Nothing goes out.`;
    case "account-violation":
      return `WhatsApp says that this account broke a policy${text("violation") ? `: ${words(text("violation"))}` : ""}.`;
    case "phone-quality":
      return `WhatsApp reports about this number: ${words(text("event"))}${text("limit") ? `; the limit is ${words(text("limit"))}` : ""}.`;
    case "unknown-webhook":
      return `WhatsApp sent something that this version of Sluice does not know (${text("field") || "without a name"}). It is kept, and has no effect.`;
    default:
      return `WhatsApp told something about this account: ${words(text("event") || code)}.`;
  }
}

function sayStatus(template: string, status: string): string {
  switch (status) {
    case "APPROVED":
      return `${template} is approved again. What was held goes out.`;
    case "PAUSED":
      return `WhatsApp paused ${template} because of its quality. What would be sent with it is held until it is approved again.`;
    case "DISABLED":
      return `WhatsApp disabled ${template}. What would be sent with it is held in case it is approved again; use another template.`;
    default:
      return `${template} is ${words(status)} at WhatsApp now. Only approved templates are sent.`;
  }
}

function sayFindings(params: Notice["params"]): string {
  const [draft, published] = [params["findings"], params["published"]];
  const inDraft = typeof draft === "number" && draft > 0 ? `${count(draft)} in the draft` : "";
  const inPublished = typeof published === "number" && published > 0 ? `${count(published)} in what is published` : "";
  const found = [inDraft, inPublished].filter(Boolean).join(" and ");
  return found ? ` Checked again: ${found}.` : "";
}

function count(number: number): string {
  return `${number} new ${number === 1 ? "problem" : "problems"}`;
}

function restrictions(value: Notice["params"][string] | undefined): string {
  const named = Array.isArray(value)
    ? value.flatMap((item) => (typeof item === "string" ? [RESTRICTED[item] ?? words(item)] : []))
    : [];
  return named.length > 0 ? `: ${named.join(", ")}` : "";
}

const RESTRICTED: Record<string, string> = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: "no messages may be begun by you",
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: "no answers may be sent",
  RESTRICTED_ADD_PHONE_NUMBER_ACTION: "no number may be added",
};

/** "ACCOUNT_REVIEW" -> "account review" */
function words(code: string): string {
  return code.replaceAll("_", " ").toLowerCase();
}
