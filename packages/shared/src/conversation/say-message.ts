/** Sentences about sends: out, held, let go, blocked, given up, not sent, taken back, unknown (ui.md §9, 1 to 17). */
import type { Json } from "../flow/json.ts";
import { HOUR, parseDuration, sayDuration } from "../time/duration.ts";
import type { LogCode } from "./log-entry.ts";
import { asSentence, bold, clause, numberIn, type Telling, textIn } from "./telling.ts";
import type { Glyph } from "./timeline.ts";

interface Words {
  sentence: string;
  glyph: Glyph;
  rule?: string;
}

type MessageCode = Extract<
  LogCode,
  "sent" | "held" | "released" | "blocked" | "given-up" | "not-sent" | "withdrawn" | "unknown" | "delayed"
>;

export const messageSentences: Record<MessageCode, (telling: Telling) => Words> = {
  sent: saySent,
  held: sayHeld,
  released: sayReleased,
  blocked: sayBlocked,
  "given-up": sayGivenUp,
  "not-sent": sayNotSent,
  withdrawn: sayWithdrawn,
  unknown: (telling) => ({
    sentence: `It is not known whether ${telling.name} reached WhatsApp: ${whyUnknown(telling.text("why"))}. It counts as sent and is not repeated by itself; its status will tell.`,
    glyph: "unknown",
    rule: "B7",
  }),
  delayed: (telling) => {
    const retryAt = telling.number("retryAt");
    const why = telling.text("why");
    if (telling.text("until") === "channel-resumed")
      return {
        sentence: `${telling.name} waits: ${why ? asSentence(why) : "WhatsApp does not let this channel send."} It goes out when the channel is resumed.`,
        glyph: "delayed",
      };
    return {
      sentence: `${telling.name} could not be handed to WhatsApp${why ? `: ${clause(why)}` : ""}.${retryAt === null ? "" : ` It is tried again ${telling.past(retryAt)}.`}`,
      glyph: "delayed",
    };
  },
};

function saySent(telling: Telling): Words {
  const { entry, name } = telling;
  switch (telling.text("as")) {
    case "interactive":
      return {
        sentence: `${name} went out as an interactive message, because the window was open.`,
        glyph: "sent",
        rule: "D3",
      };
    case "free-form":
      return { sentence: `${name} went out. The window was open.`, glyph: "sent", rule: "D11" };
    default:
      return {
        sentence: `${name} went out as a template. ${entry.rule === "D10" ? "It is not marketing: no gate holds it." : "Nothing stood against it."}`,
        glyph: "sent",
        rule: "D11",
      };
  }
}

function sayHeld(telling: Telling): Words {
  const { contact, name } = telling;
  const until = telling.number("until");
  const deadline = telling.number("deadline");
  const atMost = deadline === null ? "" : `, at most until ${telling.moment(deadline)}`;
  const after = telling.part("after");
  const held = (sentence: string): Words => ({ sentence, glyph: until === null ? "held" : "held-until" });
  switch (telling.entry.rule) {
    case "D8":
      return held(
        `${name} is held${until === null ? "" : ` until ${telling.momentThere(until)} in ${telling.contacts} time`}. ${quietHours(telling)}`,
      );
    case "D7":
      return held(`${name} is held${untilIn(telling, until)}. ${frequency(telling)}`);
    case "D5":
      return held(
        `${name} is held${untilIn(telling, until)}${until === null ? " until" : ", or until"} ${contact} writes: WhatsApp blocked another template to ${contact}${blockedWhen(telling)}, and trying sooner could make it worse.`,
      );
    case "D17":
      return held(
        `${name} is held: WhatsApp paused or disabled its template. It goes out when the template is approved again${telling.flag("interaction") ? `, or as an interactive message when ${contact} writes` : ""}${atMost}.`,
      );
    case "B1":
      return held(`${name} is held${untilIn(telling, until)}, or until ${contact} writes: WhatsApp blocked it.`);
    case "D6":
      return held(
        `${name} is held${untilIn(telling, until)}, or until ${contact} answers${after ? `: ${bold(textIn(after, "name") ?? "another template")} has no answer yet` : ""}.`,
      );
    default:
      return held(
        after && isForeign(telling, after)
          ? saysForeign(telling, after)
          : `${name} is held: ${contact} has not answered ${bold((after && textIn(after, "name")) ?? "the last offer")} yet. It goes out when ${contact} writes or taps${atMost}.`,
      );
  }
}

/** The marketing it waits behind came from another flow. */
function isForeign(telling: Telling, after: Record<string, Json>): boolean {
  const flow = textIn(after, "flow");
  return flow !== null && (telling.entry.rule === "D12" || (telling.flow !== null && telling.flow !== flow));
}

function saysForeign(telling: Telling, after: Record<string, Json>): string {
  const at = numberIn(after, "at");
  const { contact, name } = telling;
  return `${name} is held: ${bold(textIn(after, "flow") ?? "")} sent ${contact} a marketing template${at === null ? "" : ` ${telling.past(at)}`}, and ${contact} has not answered.`;
}

function untilIn(telling: Telling, until: number | null): string {
  return until === null ? "" : ` until ${telling.moment(until)}`;
}

function quietHours(telling: Telling): string {
  const hours = telling.part("quietHours");
  const [from, to] = hours ? [textIn(hours, "from"), textIn(hours, "to")] : [null, null];
  return from && to ? `Your quiet hours are ${from} to ${to}.` : "Your quiet hours hold it.";
}

function frequency(telling: Telling): string {
  const limit = telling.part("frequency");
  const max = limit ? numberIn(limit, "max") : null;
  const per = limit ? parseDuration(textIn(limit, "per") ?? "") : null;
  if (max === null || per === null) return "Your own limit on marketing templates holds it.";
  const days = per / (24 * HOUR);
  const span = Number.isInteger(days) ? `${days} ${days === 1 ? "day" : "days"}` : sayDuration(per);
  return `Your own limit is ${max === 1 ? "one marketing template" : `${max} marketing templates`} in ${span}.`;
}

function blockedWhen(telling: Telling): string {
  const at = telling.number("blockedAt");
  if (at === null) return "";
  return telling.isSameDay(at) ? " today" : ` on ${telling.date(at)}`;
}

function sayReleased(telling: Telling): Words {
  const { contact, name, entry } = telling;
  const until = telling.number("until");
  const as = telling.text("as") === "interactive" ? "an interactive message" : "a template";
  switch (telling.text("by")) {
    case "interaction":
      return {
        sentence:
          entry.rule === "B1"
            ? `${acted(telling)}, so the wait${untilIn(telling, until)} is over. ${name} went out as ${as}.`
            : `${acted(telling)}. The window opened, and ${name} went out at once.`,
        glyph: "released",
        rule: "I3",
      };
    case "person":
      return {
        sentence:
          entry.rule === "B7"
            ? `${telling.text("who") ?? "A person"} sends ${name} again, though the first may have arrived.`
            : `${telling.text("who") ?? "A person"} released ${name}. It goes out as ${as}.`,
        glyph: "released",
      };
    case "time":
      return { sentence: `The wait${untilIn(telling, until)} is over. ${name} goes out as ${as}.`, glyph: "released" };
    default:
      return {
        sentence: `Nothing holds ${name} any more: what stood against it at ${contact} has changed. It goes out as ${as}.`,
        glyph: "released",
      };
  }
}

/** "Asha tapped **Show me**", "Asha wrote". A tap is named; what somebody wrote stands above as a message. */
function acted(telling: Telling): string {
  const text = telling.text("text");
  if (telling.flag("tapped") && text) return `${telling.contact} tapped ${bold(text)}`;
  return telling.entry.params["tapped"] === undefined && text
    ? `${telling.contact} answered ${bold(text)}`
    : `${telling.contact} wrote`;
}

/** 131049 (B5): over all businesses, not our fault, what happens next. No promise that waiting delivers. */
function sayBlocked(telling: Telling): Words {
  const { contact, name } = telling;
  const retryAt = telling.number("retryAt");
  const [attempt, of] = [telling.number("try"), telling.number("of")];
  const deadline = telling.number("deadline");
  const next =
    retryAt === null
      ? "It is not tried again."
      : deadline !== null && deadline <= retryAt
        ? `No other try may go out before it is given up on ${telling.fullMoment(deadline)}.`
        : `${attempt !== null && of !== null ? `Try ${attempt} of ${of}` : "The next try is"} not before ${telling.fullMoment(retryAt)}; it may be blocked again.`;
  return {
    sentence: `WhatsApp blocked ${name}. ${contact} has had as many offers as WhatsApp allows at the moment, counted over all businesses. Your quality rating, opt-in, messaging tier and spending are not the cause. ${next}`,
    glyph: "blocked",
    rule: "131049",
  };
}

function sayGivenUp(telling: Telling): Words {
  const { name, entry } = telling;
  const deadline = telling.number("deadline");
  const tries = telling.number("tries") ?? 0;
  if (telling.text("reason") === "capped")
    return {
      sentence: `${name} was given up on ${telling.moment(entry.at)}${tries > 0 ? `, after ${tries} ${tries === 1 ? "try" : "tries"} that WhatsApp blocked` : ""}. The session left by **capped**.`,
      glyph: "expired",
      rule: "T4",
    };
  const before = deadline === null ? "in time" : `before ${telling.moment(deadline)}`;
  return {
    sentence: telling.flag("sent")
      ? `${name} was sent and not shown on the phone ${before}. The session left by **expired**.`
      : `${name} was not sent: no answer ${before}. The session left by **expired**.`,
    glyph: "expired",
    rule: "T4",
  };
}

function sayNotSent(telling: Telling): Words {
  const { contact, name } = telling;
  const since = telling.number("since");
  const left = (port: string) => ` The session left by ${bold(port)}.`;
  const port = telling.text("port");
  const leftBy = port === null ? "" : left(port);
  switch (telling.text("reason")) {
    case "opted-out":
      return {
        sentence: `${name} was not sent: ${contact} stopped offers${since === null ? "" : ` on ${telling.date(since)}`}. Answers and receipts still go out.`,
        glyph: "stopped",
        rule: "D1",
      };
    case "window-closed":
      return {
        sentence: `${name} was not sent: ${
          since === null
            ? `the window is closed until ${contact} writes`
            : `the window closed on ${telling.moment(since + 24 * HOUR)}, 24 h after ${telling.contacts} last message`
        }.${leftBy}`,
        glyph: "window-closed",
        rule: "D9",
      };
    case "us-marketing-paused":
      return {
        sentence: `${name} was not sent: WhatsApp takes no marketing templates to US numbers.${leftBy || (telling.entry.session ? left("failed") : "")}`,
        glyph: "refused",
        rule: "D4",
      };
    case "would-hold":
      return {
        sentence: `${name} was not sent: its gate would hold it, and the flow does not wait here.${leftBy}`,
        glyph: "expired",
        rule: "T5",
      };
    default:
      return { sentence: `${name} was not sent: ${whyNotSent(telling)}${leftBy}`, glyph: "refused", rule: "T6" };
  }
}

function whyNotSent(telling: Telling): string {
  const says = telling.text("says");
  const code = telling.number("code");
  if (says) return `${asSentence(says)}${code === null ? "" : ` WhatsApp's code is ${code}.`}`;
  return code === null ? `${telling.text("reason") ?? "it was refused"}.` : `WhatsApp refused it with code ${code}.`;
}

function sayWithdrawn(telling: Telling): Words {
  const { contact, name } = telling;
  const reason = telling.text("reason") ?? "";
  const tapped = telling.text("tapped");
  if (tapped)
    return {
      sentence: `${contact} tapped ${bold(tapped)} on an older message. ${name}, still held, was withdrawn.`,
      glyph: "withdrawn",
      rule: "I4",
    };
  const who = /^(cancelled|stopped|forgotten) by (.+)$/s.exec(reason);
  switch (who?.[1]) {
    case "cancelled":
      return { sentence: `${who[2]} took ${name} back before it went out.`, glyph: "withdrawn" };
    case "stopped":
      return { sentence: `${name} was withdrawn: ${who[2]} ended the session.`, glyph: "withdrawn" };
    case "forgotten":
      return { sentence: `${who[2]} takes ${name} for not sent. It counts no more.`, glyph: "withdrawn", rule: "B7" };
    default:
      return { sentence: `${name}, still held, was withdrawn: the session went on without it.`, glyph: "withdrawn" };
  }
}

function whyUnknown(why: string | null): string {
  return why === null ? "the connection broke while it was being sent" : clause(why);
}
