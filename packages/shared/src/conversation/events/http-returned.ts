/** A call was answered, or will not be. An answer to a call that nobody waits for any more changes nothing. */
import type { ContactEvent } from "../event.ts";
import { runSession } from "../run-session.ts";
import type { Work } from "../work.ts";

export function httpReturned(
  work: Work,
  { session: id, call, result }: ContactEvent & { kind: "http-returned" },
): void {
  const session = work.session(id);
  if (!session || !runSession(work, session, { kind: "http-returned", call, result }))
    work.result = { kind: "unknown-subject" };
}
