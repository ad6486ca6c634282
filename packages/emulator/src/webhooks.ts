/**
 * Webhooks to the business (WR §6): signed over the raw bytes, tried again on anything but 200 (at once, then less and less
 * often, for 7 days), lost, doubled, mixed up and batched when faults say so.
 */
import { createHmac } from "node:crypto";
import { LIMITS } from "@sluice/shared/messages/limits";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { TrafficLog } from "./traffic-log.ts";

/** One `changes[]` element. `time`: management fields carry the second they happened at. */
export interface Change {
  field: string;
  value: Record<string, unknown>;
  time?: number;
}

/** Hands a body to the business and answers what it said; a throw means that no answer came. */
export type DeliverWebhook = (body: Buffer, headers: Record<string, string>) => Promise<{ status: number }>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits before the second, third, … try; the last one repeats. */
const RETRY_WAITS = [
  0,
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];
const GIVE_UP_AFTER = 7 * 24 * HOUR;

interface Wiring {
  clock: Clock;
  faults: Faults;
  log: TrafficLog;
  wabaId: string;
  appSecret: string;
  /** Null: no callback is set. Read at every try. */
  deliver: () => { address: string; deliver: DeliverWebhook } | null;
}

export class WebhookSender {
  readonly #wiring: Wiring;
  readonly #underWay = new Set<Promise<unknown>>();
  #batch: Change[] = [];

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  /** Resolves after the first try with whether it was answered 200; at once with false where a fault holds it back. */
  async send(change: Change): Promise<boolean> {
    const { clock, faults } = this.#wiring;
    const fault = faults.take("webhooks");
    if (fault?.lose) {
      this.lose(change, "lost on purpose");
      return false;
    }
    if (fault?.batch !== undefined) {
      this.#collect(change, fault.batch);
      return false;
    }
    const body = this.#bodyOf([change]);
    const late = (fault?.delay ?? 0) + Math.floor(faults.chance() * (fault?.disorder ?? 0));
    for (let copy = 1; copy < (fault?.duplicate ?? 1); copy += 1) this.#later(late + copy * SECOND, body);
    if (late === 0) return this.#try(body, clock.now(), 0);
    this.#later(late, body);
    return false;
  }

  /** Resolves when no try is under way; true if there was one. */
  async idle(): Promise<boolean> {
    const busy = this.#underWay.size > 0;
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    return busy;
  }

  #collect(change: Change, wait: number): void {
    const { clock } = this.#wiring;
    this.#batch.push(change);
    if (this.#batch.length === 1) clock.schedule(clock.now() + wait, () => this.#flush());
    if (this.#batch.length >= LIMITS.webhook.updates) this.#later(0, this.#bodyOf(this.#batch.splice(0)));
  }

  async #flush(): Promise<void> {
    if (this.#batch.length > 0) await this.#try(this.#bodyOf(this.#batch.splice(0)), this.#wiring.clock.now(), 0);
  }

  #later(wait: number, body: Buffer): void {
    const { clock } = this.#wiring;
    const at = clock.now() + wait;
    clock.schedule(at, async () => {
      await this.#try(body, at, 0);
    });
  }

  #try(body: Buffer, firstAt: number, tries: number): Promise<boolean> {
    const attempt = this.#attempt(body, firstAt, tries);
    this.#underWay.add(attempt);
    return attempt.finally(() => this.#underWay.delete(attempt));
  }

  async #attempt(body: Buffer, firstAt: number, tries: number): Promise<boolean> {
    const { clock, log, appSecret } = this.#wiring;
    const target = this.#wiring.deliver();
    const headers = {
      "content-type": "application/json",
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": sign(body, appSecret),
    };
    const at = new Date(clock.now()).toISOString();
    const started = performance.now();
    let status: number | null = null;
    let problem = target ? "" : "no callback is set";
    try {
      if (target) status = (await target.deliver(body, headers)).status;
    } catch (error) {
      problem = `no answer: ${reasonOf(error)}`;
    }
    const ok = status === 200;
    const wait = ok || !target ? null : nextWait(clock.now(), firstAt, tries);
    const then = wait === null ? "" : `tried again in ${Math.round(wait / SECOND)} s`;
    const given = !ok && target && wait === null ? "given up after 7 days" : "";
    log.add({
      kind: "webhook",
      at,
      method: "POST",
      path: target?.address ?? "(no callback)",
      headers,
      body: body.toString("utf8"),
      status,
      answer: "",
      note: [problem, tries > 0 ? `try ${tries + 1}` : "", then, given].filter(Boolean).join(", ") || undefined,
      milliseconds: Math.round(performance.now() - started),
    });
    if (wait !== null) {
      clock.schedule(clock.now() + wait, async () => {
        await this.#try(body, firstAt, tries + 1);
      });
    }
    return ok;
  }

  #bodyOf(changes: Change[]): Buffer {
    const { wabaId } = this.#wiring;
    const entry = changes.map(({ field, value, time }) => ({
      id: wabaId,
      ...(time === undefined ? {} : { time }),
      changes: [{ field, value }],
    }));
    return Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }), "utf8");
  }

  /** Not sent at all; only the log knows. */
  lose(change: Change, note: string): void {
    const body = this.#bodyOf([change]).toString("utf8");
    const at = new Date(this.#wiring.clock.now()).toISOString();
    this.#wiring.log.add({
      kind: "webhook",
      at,
      method: "POST",
      path: "(none)",
      headers: {},
      body,
      status: null,
      answer: "",
      note,
      milliseconds: 0,
    });
  }
}

/** `sha256=<hex>`, HMAC-SHA256 with the app secret over exactly these bytes. */
function sign(body: Buffer, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
}

function nextWait(now: number, firstAt: number, tries: number): number | null {
  const wait = RETRY_WAITS[Math.min(tries, RETRY_WAITS.length - 1)] ?? 0;
  return now + wait - firstAt > GIVE_UP_AFTER ? null : wait;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
