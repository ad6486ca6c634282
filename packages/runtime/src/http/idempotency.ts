/** `Idempotency-Key`: the same request with the same key is done once and answered the same; keys live 24 h. */
import { createHash } from "node:crypto";
import type { Services } from "../services.ts";
import { HttpProblem } from "./problem.ts";

/** The last request under way for each key: a second one waits for the first one's answer. */
const underWay = new WeakMap<Services, Map<string, Promise<unknown>>>();

/** `subject` is everything that makes the request what it is. Refusals are not kept: the request may be mended. */
export function answerOnce(
  services: Services,
  key: string,
  subject: string,
  make: () => Promise<string>,
): Promise<string> {
  if (key.length === 0 || key.length > 255)
    throw new HttpProblem(400, "invalid-key", "Refused", "An Idempotency-Key has 1 to 255 characters.");
  const tails = underWay.get(services) ?? new Map<string, Promise<unknown>>();
  underWay.set(services, tails);
  const turn = () => answerFirst(services, key, subject, make);
  const answer = (tails.get(key) ?? Promise.resolve()).then(turn, turn);
  tails.set(key, answer);
  const leave = () => {
    if (tails.get(key) === answer) tails.delete(key);
  };
  answer.then(leave, leave);
  return answer;
}

async function answerFirst(
  { store, clock }: Services,
  key: string,
  subject: string,
  make: () => Promise<string>,
): Promise<string> {
  const fingerprint = createHash("sha256").update(subject).digest("base64url");
  const known = await store.keepAnswer(key, fingerprint, null, clock.now());
  if (known && known.fingerprint !== fingerprint)
    throw new HttpProblem(
      422,
      "key-reused",
      "Refused",
      "This Idempotency-Key was used for another request. Take a new key for a new request. Nothing was changed.",
    );
  // Reserved but without an answer: the process ended in between, or the request was refused. It is done now.
  if (known?.answer != null) return known.answer;
  const answer = await make();
  await store.keepAnswer(key, fingerprint, answer, clock.now());
  return answer;
}
