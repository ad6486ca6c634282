/** What people and programs know of a contact, written down: the wish for offers with its evidence, and fields. */
import type { ContactEvent } from "../event.ts";
import { decideHeldAnew } from "../outcome.ts";
import type { Work } from "../work.ts";

/** Our own flag, as STOP and START set it; WhatsApp's own switch stays what it is (D1). */
export function consentSet(work: Work, event: ContactEvent & { kind: "consent-set" }): void {
  const { wants, source, by, at, channel } = event;
  const known = work.contact.consent;
  work.setConsent({ state: wants, at, source, by });
  // Evidence that is older than what we know is kept in the log and changes nothing.
  const isNews = !known || known.at <= at;
  if (isNews) work.applyLedger({ kind: wants === "in" ? "resumed" : "stopped", by: "person", at });
  work.log(
    wants === "in" ? "opted-in" : "opted-out",
    channel,
    { by: "person", who: by, source, said: at, text: null },
    { rule: "D1" },
  );
  if (isNews) decideHeldAnew(work, { by: "policy" });
}

export function contactChanged(work: Work, event: ContactEvent & { kind: "contact-changed" }): void {
  const before = work.contact;
  const fields = { ...before.fields };
  for (const [name, value] of Object.entries(event.fields ?? {})) {
    if (value === null) delete fields[name];
    else fields[name] = value;
  }
  const after = {
    ...before,
    ...(event.name === undefined ? {} : { name: event.name }),
    ...(event.timeZone === undefined ? {} : { timeZone: event.timeZone }),
    fields,
  };
  const changed = [
    ...(after.name === before.name ? [] : ["name"]),
    ...(after.timeZone === before.timeZone ? [] : ["time zone"]),
    ...Object.keys(event.fields ?? {}).filter(
      (name) => JSON.stringify(fields[name]) !== JSON.stringify(before.fields[name]),
    ),
  ];
  if (changed.length === 0) return;
  work.putContact(after);
  work.log("contact-changed", event.channel, { by: event.by, names: changed });
  // D15: quiet hours are the contact's own.
  if (after.timeZone !== before.timeZone) decideHeldAnew(work, { by: "policy" });
}
