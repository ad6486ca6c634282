/** Starting a published flow for one person. */
import type { PlanResult } from "@sluice/shared/conversation/plan";
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Json } from "@sluice/shared/flow/json";
import { type StartAnswer, startFlow } from "@sluice/shared/protocol/start";
import type { Services } from "../services.ts";
import type { FlowRecord } from "../store/store.ts";
import { type DocumentEntry, entriesOf, variablesOf } from "./document-facts.ts";
import { findFlow } from "./flows.ts";
import { Lookups } from "./lookups.ts";
import { invalid, notFound, refused } from "./problem.ts";
import { NOBODY, type Route, route } from "./route.ts";

export const startRoutes: Route[] = [
  route(startFlow, async ({ params, body, by }, services) => {
    const record = await findFlow(services, params.id);
    const { revision, entry, document } = await whereToStart(services, record, body.entry);
    refuseUnknownVariables(document, body.variables);
    const contact = await whom(services, body);
    const channel = services.channel().id;
    const result = await services.act(contact, {
      kind: "session-requested",
      channel,
      flow: record.id,
      revision,
      entry: entry.node,
      variables: body.variables,
      by: by === NOBODY ? (entry.trigger.kind === "campaign" ? "a campaign" : "the API") : by,
    });
    return startAnswerOf(services, contact, result);
  }),
];

/** A variable that the flow neither declares, reads nor sets is a slip of whoever starts it. */
export function refuseUnknownVariables(document: FlowDocument, variables: Readonly<Record<string, Json>>): void {
  const known = variablesOf(document);
  const unknown = Object.keys(variables).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw invalid(
    "unknown-variable",
    `"${document.name}" has no variable ${unknown.map((name) => `"${name}"`).join(", ")}. It has ${[...known].join(", ") || "none"}. Nothing was started.`,
    unknown.map((name) => ({ path: `variables.${name}`, message: "is not a variable of this flow" })),
  );
}

export async function startAnswerOf(services: Services, contact: string, result: PlanResult): Promise<StartAnswer> {
  if (result.kind === "refused") throw invalid(result.reason, result.says);
  if (result.kind !== "started" && result.kind !== "already-running")
    throw refused(
      "not-started",
      "Not started",
      "The flow was not started: it is being published or removed. Try again.",
    );
  const session = await services.store.session(result.session);
  const lookups = new Lookups(services);
  return {
    state: result.kind,
    session: result.session,
    contactId: contact,
    node: session?.node ?? null,
    nodeName: session ? await lookups.nodeName(session.flow, session.revision, session.node) : null,
  };
}

/** A forecast may also be asked of what is paused: people look before they resume. */
export async function whereToStart(
  services: Services,
  record: FlowRecord,
  wanted: string | undefined,
  what: "start" | "forecast" = "start",
): Promise<{ revision: number; entry: DocumentEntry; document: FlowDocument }> {
  const name = `"${record.draft.name}"`;
  const live = record.published === null ? null : await services.store.revision(record.id, record.published);
  if (!live)
    throw refused("not-published", "Not published", `${name} is not published. Publish it first; nothing was started.`);
  if (what === "start" && record.pausedAt !== null)
    throw refused(
      "paused",
      "Paused",
      `${name} is paused by ${record.pausedBy ?? "somebody"}: nobody enters. Resume it first.`,
    );
  if (what === "start" && services.channel().pausedAt !== null)
    throw refused(
      "paused",
      "Paused",
      `The channel is paused by ${services.channel().pausedBy ?? "somebody"}: nobody enters. Resume it first.`,
    );
  const entries = entriesOf(live.document);
  const entry =
    wanted === undefined
      ? (entries.find(({ trigger }) => trigger.kind === "api") ??
        entries.find(({ trigger }) => trigger.kind === "campaign"))
      : entries.find(({ node }) => node === wanted);
  if (entry) return { revision: live.number, entry, document: live.document };
  if (wanted !== undefined)
    throw invalid(
      "unknown-entry",
      `Revision ${live.number} of ${name} has no entry "${wanted}". Nothing was started.`,
      [{ path: "entry", message: `one of ${entries.map(({ node }) => node).join(", ") || "none"}` }],
    );
  throw invalid(
    "no-entry",
    `Revision ${live.number} of ${name} has no entry for the API or a campaign. Name one of its entries (${entries.map(({ node }) => node).join(", ") || "it has none"}), or add one and publish.`,
  );
}

async function whom(
  services: Services,
  body: { contact?: { phone: string; name?: string | undefined } | undefined; contactId?: string | undefined },
): Promise<string> {
  if (body.contactId !== undefined) {
    if (!(await services.store.loadContact(body.contactId))) throw notFound("contact", body.contactId);
    return body.contactId;
  }
  return contactByPhone(services, body.contact?.phone ?? "", "contact.phone", body.contact?.name ?? null);
}

export async function contactByPhone(
  services: Services,
  given: string,
  path: string,
  name: string | null = null,
): Promise<string> {
  const phone = readPhone(given);
  if (phone === null)
    throw invalid(
      "bad-phone",
      `"${given}" is not a phone number with its country: + and 7 to 15 digits, for example +5511900000001. Nothing was started.`,
      [{ path, message: "E.164 with +" }],
    );
  return services.store.contactFor({ phone }, name, services.clock.now());
}

/** Spaces, dashes, dots and brackets are how people write numbers; letters and missing country codes are not guessed at. */
export function readPhone(text: string): string | null {
  const digits = text.trim().replace(/[\s().\u00A0-]/g, "");
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}
