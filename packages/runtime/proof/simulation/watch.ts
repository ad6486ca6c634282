/**
 * Looks at every commit and every send, and compares with what was promised. It keeps its own books, from WhatsApp's
 * rules and the words of the people, and asks the kernel for nothing.
 */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Message } from "@sluice/shared/conversation/message";
import { claimedBy } from "@sluice/shared/conversation/plan";
import type { ContactState } from "@sluice/shared/conversation/state";
import { DAY, MINUTE, SECOND } from "@sluice/shared/time/duration";
import type { TurnUnit } from "../../src/store/store.ts";

interface Known {
  /** wamids in the order in which they took effect. */
  took: string[];
  interactions: number[];
  /** Newest stop and newest resume, by word and by Meta's switch. */
  consent: Record<"word" | "meta", { stop: number; resume: number }>;
  /** Marketing that left and did not fail, as far as we were told. */
  counted: { attempt: string; at: number }[];
  /** When we were told of the last block. */
  blockedAt: number;
}

export class Watch {
  readonly broken: string[] = [];
  /** Message of each attempt. */
  readonly messages = new Map<string, string>();
  readonly counts = { turns: 0, timers: 0, claims: 0, holds: 0, ended: 0 };
  readonly #attempts = new Map<string, string[]>();
  readonly #people = new Map<string, Known>();
  readonly #deciding = new Map<string, { event: ContactEvent; state: ContactState }>();
  readonly #fired = new Set<string>();
  readonly #heard = new Map<string, { outcome: string; at: number }>();
  #diedAt = Number.NEGATIVE_INFINITY;
  #diskFullAt = Number.NEGATIVE_INFINITY;
  readonly #failed = new Set<string>();
  readonly #unknown = new Set<string>();
  readonly #ended = new Map<string, Set<string>>();

  /** What the program was told about an attempt, and when. */
  heard(callbackData: string, outcome: string, now: number): void {
    this.#heard.set(callbackData.split(".")[0] ?? "", { outcome, at: now });
  }

  died(now: number): void {
    this.#diedAt = now;
  }

  diskFull(now: number): void {
    this.#diskFullAt = now;
  }

  deciding(contact: string, event: ContactEvent, state: ContactState): void {
    this.#deciding.set(contact, { event, state });
  }

  /** Sessions that came to their end. */
  ended(contact: string): ReadonlySet<string> {
    return this.#ended.get(contact) ?? new Set();
  }

  took(contact: string): readonly string[] {
    return this.#of(contact).took;
  }

  committed(unit: TurnUnit, now: number): void {
    this.counts.turns += 1;
    const known = this.#of(unit.contact);
    const decided = this.#deciding.get(unit.contact);
    this.#inbound(known, unit, decided?.event);
    if (decided) this.#timer(unit, decided, now);
    for (const message of unit.plan.messages) this.#outcome(known, message, now);
    for (const { message } of claimedBy(unit.plan, unit.state)) this.#claim(unit.contact, known, message, now);
    this.counts.holds += unit.plan.log.filter(({ code }) => code === "held").length;
    for (const { id, status } of unit.plan.sessions) {
      if (status !== "ended") continue;
      this.counts.ended += 1;
      this.#ended.set(unit.contact, (this.#ended.get(unit.contact) ?? new Set()).add(id));
    }
  }

  #inbound(known: Known, { inbound }: TurnUnit, event: ContactEvent | undefined): void {
    if (event?.kind === "preference-changed") {
      const { meta } = known.consent;
      if (event.wants === "stop") meta.stop = Math.max(meta.stop, event.at);
      else meta.resume = Math.max(meta.resume, event.at);
    }
    if (!inbound) return;
    const { wamid, at, content } = inbound.message;
    if (known.took.includes(wamid)) this.broken.push(`${wamid} took effect twice`);
    known.took.push(wamid);
    known.interactions.push(at);
    const { word } = known.consent;
    if (content.kind === "text" && content.text === "STOP") word.stop = Math.max(word.stop, at);
    if (content.kind === "text" && content.text === "START") word.resume = Math.max(word.resume, at);
  }

  /** Once, and not early. */
  #timer({ plan }: TurnUnit, { event, state }: { event: ContactEvent; state: ContactState }, now: number): void {
    if (event.kind !== "timer-fired") return;
    const before = state.sessions.find(({ id }) => id === event.session);
    const after = plan.sessions.find(({ id }) => id === event.session);
    if (!before || !after) return;
    this.counts.timers += 1;
    const key = `${event.session}@${event.generation}`;
    if (this.#fired.has(key)) this.broken.push(`timer ${key} fired twice`);
    this.#fired.add(key);
    const until = before.wait?.until ?? Number.POSITIVE_INFINITY;
    if (until > now) this.broken.push(`timer ${key} fired ${until - now} ms early`);
  }

  #outcome(known: Known, message: Message, now: number): void {
    for (const { id, state, code } of message.attempts) {
      if (state === "unknown" && !this.#unknown.has(id)) this.#mayBeUnknown(id);
      if (state !== "failed" || this.#failed.has(id)) continue;
      this.#failed.add(id);
      known.counted = known.counted.filter((one) => one.attempt !== id);
      if (code === 131049) known.blockedAt = now;
    }
    // "Not sent": the attempt never was.
    for (const attempt of this.#attempts.get(message.id) ?? [])
      if (!message.attempts.some(({ id }) => id === attempt))
        known.counted = known.counted.filter((one) => one.attempt !== attempt);
  }

  /** What we were told we must not forget, unless we died before it could be written down. */
  #mayBeUnknown(attempt: string): void {
    this.#unknown.add(attempt);
    const heard = this.#heard.get(attempt);
    if (!heard || heard.outcome === "unknown") return;
    if (this.#diedAt - Math.max(heard.at, this.#diskFullAt) > MINUTE || this.#diedAt < heard.at)
      this.broken.push(`attempt ${attempt} is unknown, though the answer was ${heard.outcome}`);
  }

  #claim(contact: string, known: Known, message: Message, now: number): void {
    this.counts.claims += 1;
    const attempt = message.attempts.at(-1);
    if (!attempt) return;
    this.messages.set(attempt.id, message.id);
    this.#attempts.set(message.id, [...(this.#attempts.get(message.id) ?? []), attempt.id]);
    if (message.class !== "marketing") return;
    if (message.deadline !== null && now >= message.deadline)
      this.broken.push(`${contact}: T4, ${attempt.id} leaves ${now - message.deadline} ms after its deadline`);
    const blocks = message.attempts.filter(({ code }) => code === 131049).length;
    if (blocks >= message.maxTries) this.broken.push(`${contact}: B1, ${attempt.id} after ${blocks} blocks`);
    for (const [by, { stop, resume }] of Object.entries(known.consent))
      if (stop > resume) this.broken.push(`${contact}: marketing ${attempt.id} after a stop by ${by}`);
    const last = known.counted.at(-1);
    if (last && !known.interactions.some((at) => at + SECOND > last.at))
      this.broken.push(`${contact}: D2, ${attempt.id} follows ${last.attempt} and nobody wrote in between`);
    if (
      attempt.as === "template" &&
      now < known.blockedAt + DAY &&
      !known.interactions.some((at) => at + SECOND > known.blockedAt)
    )
      this.broken.push(`${contact}: B1, ${attempt.id} ${now - known.blockedAt} ms after a block, and nobody wrote`);
    known.counted.push({ attempt: attempt.id, at: now });
  }

  #of(contact: string): Known {
    const known = this.#people.get(contact);
    if (known) return known;
    const never = () => ({ stop: Number.NEGATIVE_INFINITY, resume: Number.NEGATIVE_INFINITY });
    const made: Known = {
      took: [],
      interactions: [],
      consent: { word: never(), meta: never() },
      counted: [],
      blockedAt: Number.NEGATIVE_INFINITY,
    };
    this.#people.set(contact, made);
    return made;
  }
}
