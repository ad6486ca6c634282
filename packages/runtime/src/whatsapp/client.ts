/**
 * Calls to WhatsApp's Graph API (WR §7). Sends are told apart by what is known about them (reliability.md §2.2);
 * nothing here tries anything twice.
 */
import type { Identity } from "@sluice/shared/messages/incoming";
import { type Duration, SECOND } from "@sluice/shared/time/duration";
import { type ConnectionSettings, type Exchange, GraphConnection } from "./graph-connection.ts";
import { multipart } from "./multipart.ts";
import { type JsonObject, listOf, numberOf, objectOf, present, textOf } from "./read-json.ts";
import { identityOf } from "./read-person.ts";

export type SendOutcome =
  | {
      kind: "accepted";
      wamid: string;
      /** "accepted", "held_for_quality_assessment" or "paused" (WR §5.1), if the answer said so. */
      status?: string;
      /** The names WhatsApp has for the person. */
      recipient?: Identity;
    }
  /** Refused, so certainly not sent. `code` as in `describeCode`; the HTTP status when no Graph error came with it. */
  | Rejected
  /** Certainly not sent: no byte was written. May be tried again. */
  | { kind: "not-sent"; why: string }
  /** Perhaps sent. Never to be sent again by the program (B7). */
  | { kind: "unknown"; why: string };

interface Rejected {
  kind: "rejected";
  code: number;
  details: string;
  retryAfter?: Duration;
}

/** The answer to a call that sends no message. */
export type GraphAnswer<T> = { kind: "ok"; value: T } | Rejected | { kind: "unreachable"; why: string };

export interface PhoneNumber {
  id: string;
  displayPhoneNumber?: string;
  verifiedName?: string;
  /** "GREEN", "YELLOW", "RED", "NA" or "UNKNOWN". */
  qualityRating?: string;
  /** "STANDARD", "HIGH", … */
  throughput?: string;
  /** People a day who did not write first: "TIER_250", …, "TIER_UNLIMITED" (WR §4). */
  messagingLimit?: string;
}

/** Pages of templates that are followed at most; an account holds 6,000 templates at most (WR §4). */
const maximumPages = 100;

export class WhatsAppClient {
  private readonly connection: GraphConnection;

  /** @throws TypeError when a setting cannot be used. */
  constructor(settings: ConnectionSettings) {
    this.connection = new GraphConnection(settings);
  }

  /** `body` as `renderMessage` makes it. */
  async send(phoneNumberId: string, body: object): Promise<SendOutcome> {
    const exchange = await this.connection.exchange("POST", `/${segment(phoneNumberId)}/messages`, body);
    return outcomeOf(exchange);
  }

  /** A marketing template by the Marketing Messages API: the same body, the same answer (WR §5.2). */
  async sendMarketing(phoneNumberId: string, body: object): Promise<SendOutcome> {
    const exchange = await this.connection.exchange("POST", `/${segment(phoneNumberId)}/marketing_messages`, body);
    return outcomeOf(exchange);
  }

  /** `body` as `renderRead` and `renderTyping` make it. */
  async acknowledge(phoneNumberId: string, body: object): Promise<GraphAnswer<JsonObject>> {
    return answerOf(await this.connection.exchange("POST", `/${segment(phoneNumberId)}/messages`, body));
  }

  /** All templates of the account as the Graph API gives them; `readTemplates` makes ours of them. */
  async listTemplates(wabaId: string): Promise<GraphAnswer<unknown[]>> {
    const templates: unknown[] = [];
    let after: string | undefined;
    for (let page = 0; page < maximumPages; page += 1) {
      const query = new URLSearchParams({ limit: "200", ...(after !== undefined && { after }) });
      const answer = answerOf(await this.connection.exchange("GET", `/${segment(wabaId)}/message_templates?${query}`));
      if (answer.kind !== "ok") return answer;
      templates.push(...listOf(answer.value["data"]));
      const paging = objectOf(answer.value["paging"]);
      const next = textOf(objectOf(paging?.["cursors"])?.["after"]);
      // The address of the next page is not followed: it could lead the token elsewhere.
      if (paging?.["next"] === undefined || next === undefined || next === after)
        return { kind: "ok", value: templates };
      after = next;
    }
    return { kind: "unreachable", why: `The list of templates did not end after ${maximumPages} pages.` };
  }

  /** `template` with name, language, category and components as WR §5.1 has them; it begins as PENDING. */
  async createTemplate(wabaId: string, template: object): Promise<GraphAnswer<JsonObject>> {
    return answerOf(await this.connection.exchange("POST", `/${segment(wabaId)}/message_templates`, template));
  }

  /** The id under which the file can be sent for 30 days (WR §5). */
  async uploadMedia(
    phoneNumberId: string,
    file: { name: string; mimeType: string; bytes: Uint8Array },
  ): Promise<GraphAnswer<string>> {
    const form = multipart({ messaging_product: "whatsapp", type: file.mimeType }, file);
    const answer = answerOf(await this.connection.exchange("POST", `/${segment(phoneNumberId)}/media`, form));
    if (answer.kind !== "ok") return answer;
    const id = textOf(answer.value["id"]);
    return id === undefined
      ? { kind: "unreachable", why: "the answer to an upload named no id" }
      : { kind: "ok", value: id };
  }

  async phoneNumber(id: string): Promise<GraphAnswer<PhoneNumber>> {
    const fields =
      "display_phone_number,verified_name,quality_rating,throughput,whatsapp_business_manager_messaging_limit";
    const answer = answerOf(await this.connection.exchange("GET", `/${segment(id)}?fields=${fields}`));
    if (answer.kind !== "ok") return answer;
    const { value } = answer;
    const number = present({
      id: textOf(value["id"]) ?? id,
      displayPhoneNumber: textOf(value["display_phone_number"]),
      verifiedName: textOf(value["verified_name"]),
      qualityRating: textOf(value["quality_rating"]),
      throughput: textOf(objectOf(value["throughput"])?.["level"]),
      messagingLimit: textOf(value["whatsapp_business_manager_messaging_limit"]),
    });
    return { kind: "ok", value: number };
  }

  /** Has the account's webhooks sent to the app of the token. */
  async subscribe(wabaId: string): Promise<GraphAnswer<JsonObject>> {
    return answerOf(await this.connection.exchange("POST", `/${segment(wabaId)}/subscribed_apps`, {}));
  }

  /** Ends all connections; sends under way end as `unknown`. */
  close(): void {
    this.connection.close();
  }
}

function segment(id: string): string {
  return encodeURIComponent(id);
}

function outcomeOf(exchange: Exchange): SendOutcome {
  if (exchange.kind !== "answer") return exchange;
  const body = parse(exchange.body);
  const rejected = rejectionOf(exchange, body);
  if (rejected) return rejected;
  const { status } = exchange;
  const message = objectOf(listOf(body?.["messages"])[0]);
  const wamid = textOf(message?.["id"]);
  if (status < 200 || status > 299) return { kind: "unknown", why: `HTTP ${status} without a Graph error` };
  if (wamid === undefined) return { kind: "unknown", why: `HTTP ${status} without a readable message id` };
  const contact = objectOf(listOf(body?.["contacts"])[0]);
  return present({
    kind: "accepted",
    wamid,
    status: textOf(message?.["message_status"]),
    recipient: identityOf(contact?.["wa_id"], contact?.["user_id"]) ?? undefined,
  });
}

function answerOf(exchange: Exchange): GraphAnswer<JsonObject> {
  if (exchange.kind !== "answer") return { kind: "unreachable", why: exchange.why };
  const value = parse(exchange.body);
  const { status } = exchange;
  const rejected = rejectionOf(exchange, value);
  if (rejected) return rejected;
  if (value && status >= 200 && status <= 299) return { kind: "ok", value };
  return { kind: "unreachable", why: `HTTP ${status} without a readable answer` };
}

/**
 * A Graph error is a refusal whatever the HTTP status. Without one, 3xx and 4xx are: nobody acted on the request; 429 is
 * a rate then. Not so 408, with which a proxy may give up on a request that went through, and 5xx.
 */
function rejectionOf(exchange: Extract<Exchange, { kind: "answer" }>, body: JsonObject | null): Rejected | null {
  const { status, headers } = exchange;
  const error = objectOf(body?.["error"]);
  const code = numberOf(error?.["code"]);
  const retryAfter = retryAfterOf(headers["retry-after"]);
  if (error && code !== undefined) {
    const details = textOf(objectOf(error["error_data"])?.["details"]) ?? textOf(error["message"]) ?? "";
    return present({ kind: "rejected", code, details, retryAfter });
  }
  if (status < 300 || status > 499 || status === 408) return null;
  const details = `HTTP ${status} without a Graph error`;
  return present({ kind: "rejected", code: status === 429 ? 130429 : status, details, retryAfter });
}

/** Seconds only; the form with a date would need a clock that agrees with theirs. */
function retryAfterOf(header: string | undefined): Duration | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * SECOND : undefined;
}

function parse(body: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    // The callers tell an unreadable answer from a readable one by null.
    return null;
  }
}
