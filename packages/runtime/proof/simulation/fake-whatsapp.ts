/**
 * WhatsApp for the simulation, written from its rules (WR §1–§7) and not from our code: windows, stops, a hidden cap,
 * statuses that come late, twice and mixed up, requests and answers that get lost. It knows the truth.
 */
import { DAY, HOUR, MINUTE, SECOND } from "@sluice/shared/time/duration";
import type { Clock } from "../../src/clock.ts";
import type { SendOutcome } from "../../src/whatsapp/client.ts";
import type { Random } from "../support/random.ts";
import { messageWebhook, statusWebhook } from "../support/webhooks.ts";

export interface Arrived {
  wamid: string;
  phone: string;
  class: "free-form" | "marketing" | "utility";
  text: string;
  /** What can be tapped: id and title, as the webhook of a tap names them. */
  choices: { id: string; title: string }[];
  isTemplate: boolean;
  attempt: string;
  at: number;
  fate: "shown" | number;
}

interface Phone {
  lastInboundAt: number;
  stopped: boolean;
  slots: number;
}

interface Wiring {
  clock: Clock;
  random: Random;
  /** Resolves true for 200. */
  post(body: object): Promise<boolean>;
  shown(message: Arrived): void;
}

const RETRIES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR];

export class FakeWhatsApp {
  /** Everything it took. */
  readonly taken: Arrived[] = [];
  /** wamids of what people wrote. */
  readonly written: string[] = [];
  readonly counts = { requests: 0, faults: 0, webhooks: 0, late: 0, doubled: 0, blocked: 0, refusedWebhooks: 0 };
  /** Breaks things at random; off at the end. */
  faulty = true;
  /** Nobody can be reached. */
  isDown = false;
  /** Webhooks that were not taken yet. */
  outstanding = 0;
  /** Attempts of which a status was sent. */
  readonly told = new Set<string>();
  readonly #phones = new Map<string, Phone>();
  readonly #wiring: Wiring;
  #ids = 0;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  /** `late`: so much later than our clock says. */
  isWindowOpen(phone: string, late = 0): boolean {
    return this.#wiring.clock.now() - late < this.#phone(phone).lastInboundAt + DAY;
  }

  /** `POST /messages`: the answer comes after a while, or never. */
  send(body: object): Promise<SendOutcome> {
    const { random } = this.#wiring;
    this.counts.requests += 1;
    const luck = this.faulty ? random.next() : 1;
    const after = random.whole(30, 3_000);
    const fault = (outcome: SendOutcome) => {
      this.counts.faults += 1;
      return this.#after(after, outcome);
    };
    if (luck < 0.02 || this.isDown) return fault({ kind: "not-sent", why: "ECONNREFUSED" });
    if (luck < 0.03) return fault({ kind: "rejected", code: 130429, details: "rate" });
    if (luck < 0.035) return fault({ kind: "rejected", code: 131056, details: "pair rate" });
    if (luck < 0.045) return fault({ kind: "unknown", why: "ECONNRESET" });
    const message = this.#take(body);
    if (luck < 0.06) return fault({ kind: "unknown", why: "HTTP 502 without a Graph error" });
    if (message.fate !== "shown" && random.chance(0.2)) {
      // Said at once; sometimes by webhook too.
      if (random.chance(0.5)) this.#status(message, "failed", random.whole(SECOND, HOUR));
      return this.#after(after, { kind: "rejected", code: message.fate, details: "refused" });
    }
    this.#live(message);
    return this.#after(after, { kind: "accepted", wamid: message.wamid });
  }

  /** Somebody writes or taps. */
  write(phone: string, content: object): string {
    const { clock } = this.#wiring;
    const wamid = `wamid.in-${++this.#ids}`;
    this.written.push(wamid);
    this.#phone(phone).lastInboundAt = clock.now();
    this.#post(messageWebhook(phone, wamid, content, clock.now()));
    return wamid;
  }

  /** Meta's own switch. */
  prefer(phone: string, wants: "stop" | "resume", body: object): void {
    this.#phone(phone).stopped = wants === "stop";
    this.#post(body);
  }

  #take(body: object): Arrived {
    const { clock } = this.#wiring;
    const read = readBody(body);
    const message: Arrived = { ...read, wamid: `wamid.out-${++this.#ids}`, at: clock.now(), fate: "shown" };
    message.fate = this.#judge(message);
    if (message.fate === 131049) this.counts.blocked += 1;
    this.taken.push(message);
    return message;
  }

  #judge({ phone, class: kind }: Arrived): Arrived["fate"] {
    const known = this.#phone(phone);
    const open = this.isWindowOpen(phone);
    if (kind === "free-form") return open ? "shown" : 131047;
    if (kind === "utility") return "shown";
    if (known.stopped) return 131050;
    if (open) return "shown";
    if (known.slots <= 0) {
      // A little comes back with time.
      if (this.#wiring.random.chance(0.3)) known.slots += 1;
      return 131049;
    }
    known.slots -= 1;
    return "shown";
  }

  #live(message: Arrived): void {
    const { clock, random } = this.#wiring;
    if (message.fate !== "shown") {
      if (random.chance(0.5)) this.#status(message, "sent", SECOND);
      this.#status(message, "failed", random.whole(SECOND, 2 * HOUR));
      return;
    }
    this.#status(message, "sent", random.whole(200, 2_000));
    const delivered = random.chance(0.8) ? random.whole(500, 10 * SECOND) : random.whole(MINUTE, 20 * HOUR);
    clock.schedule(clock.now() + delivered, () => this.#wiring.shown(message));
    this.#status(message, "delivered", delivered);
    if (random.chance(0.6)) this.#status(message, "read", delivered + random.whole(SECOND, 10 * HOUR));
  }

  #status(message: Arrived, status: "sent" | "delivered" | "read" | "failed", after: number): void {
    const { clock } = this.#wiring;
    this.told.add(message.attempt.split(".")[0] ?? "");
    clock.schedule(clock.now() + after, () =>
      this.#post(
        statusWebhook({
          wamid: message.wamid,
          status,
          at: clock.now(),
          phone: message.phone,
          callbackData: message.attempt,
          ...(status === "failed" && message.fate !== "shown" ? { code: message.fate } : {}),
        }),
      ),
    );
  }

  #post(body: object): void {
    const { random } = this.#wiring;
    const luck = this.faulty ? random.next() : 1;
    const late =
      luck < 0.01 ? random.whole(HOUR, 2 * DAY) : luck < 0.06 ? random.whole(SECOND, HOUR) : random.whole(0, 900);
    if (luck < 0.06) this.counts.late += 1;
    this.#deliver(body, late, 0);
    if (this.faulty && random.chance(0.05)) {
      this.counts.doubled += 1;
      this.#deliver(body, random.whole(0, 3 * HOUR), 0);
    }
  }

  #deliver(body: object, after: number, tries: number): void {
    const { clock, post } = this.#wiring;
    this.outstanding += 1;
    clock.schedule(clock.now() + after, async () => {
      this.counts.webhooks += 1;
      const taken = await post(body);
      this.outstanding -= 1;
      if (taken) return;
      this.counts.refusedWebhooks += 1;
      this.#deliver(body, RETRIES[Math.min(tries, RETRIES.length - 1)] ?? HOUR, tries + 1);
    });
  }

  #after(wait: number, outcome: SendOutcome): Promise<SendOutcome> {
    const { clock } = this.#wiring;
    return new Promise((resolve) => clock.schedule(clock.now() + wait, () => resolve(outcome)));
  }

  #phone(phone: string): Phone {
    const known = this.#phones.get(phone);
    if (known) return known;
    const made = { lastInboundAt: Number.NEGATIVE_INFINITY, stopped: false, slots: this.#wiring.random.whole(0, 3) };
    this.#phones.set(phone, made);
    return made;
  }
}

interface Wire {
  to: string;
  type: "text" | "interactive" | "template";
  biz_opaque_callback_data: string;
  text?: { body: string };
  interactive?: { body: { text: string }; action: { buttons?: { reply: { id: string; title: string } }[] } };
  template?: {
    name: string;
    components?: { type: string; sub_type?: string; parameters: { payload?: string }[] }[];
  };
}

const UTILITY = new Set(["your_order", "how_was_it"]);

function readBody(body: object): Omit<Arrived, "wamid" | "at" | "fate"> {
  const wire = body as Wire;
  const base = { phone: wire.to, attempt: wire.biz_opaque_callback_data, isTemplate: false, choices: [] };
  if (wire.template) {
    const { name, components = [] } = wire.template;
    const payloads = components.flatMap(({ type, parameters }) =>
      type === "button" ? parameters.flatMap(({ payload }) => payload ?? []) : [],
    );
    return {
      ...base,
      class: UTILITY.has(name) ? "utility" : "marketing",
      text: name,
      choices: payloads.map((id, index) => ({ id, title: `choice ${index}` })),
      isTemplate: true,
    };
  }
  const said = wire.interactive?.body.text ?? wire.text?.body ?? "";
  return {
    ...base,
    // The twin of an offer is free-form to WhatsApp.
    class: "free-form",
    text: said,
    choices: (wire.interactive?.action.buttons ?? []).map(({ reply }) => reply),
  };
}
