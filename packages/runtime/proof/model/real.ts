/** The server's inside with one contact, for commands: what it sends and where it stands, in the model's words. */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Message } from "@sluice/shared/conversation/message";
import type { ContactState } from "@sluice/shared/conversation/state";
import { SECOND } from "@sluice/shared/time/duration";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import type { SendOutcome } from "../../src/whatsapp/client.ts";
import { Life } from "../simulation/life.ts";
import { publish, Rig } from "../support/rig.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { changeOf, statusWebhook, textWebhook, webhookOf } from "../support/webhooks.ts";
import { chat, offer } from "./flows.ts";
import type { Fate, Flow, Offer } from "./kinds.ts";

const PHONE = "+5511900000001";

/** How it comes: the block as the answer or by webhook, the unknown outcome by a broken line or by our death. */
export type Manner = "at once" | "later";

export class Real {
  readonly clock: VirtualClock;
  readonly sent: string[] = [];
  /** Steps, by kind. */
  readonly done = new Map<string, number>();
  fates: readonly Fate[] = [];
  manner: Manner = "at once";
  readonly #store: Store;
  #life = new Life(() => {});
  #rig: Rig | null = null;
  #contact = "";
  #ids = 0;
  #activity = 0;

  private constructor(start: number) {
    this.clock = new VirtualClock(start);
    this.#store = openSqliteStore(":memory:", { now: () => this.clock.now() });
  }

  static async start(now: number): Promise<Real> {
    const real = new Real(now);
    await publish(real.#store, now, chat(1), offer("offer", "P4D"), offer("news", "P2D"));
    real.#contact = await real.#store.contactFor({ phone: PHONE }, null, now);
    await real.#live();
    return real;
  }

  close(): Promise<void> {
    this.#life.isOver = true;
    return this.#store.close();
  }

  async crash(): Promise<void> {
    this.#life.end();
    await this.#live();
  }

  async passes(duration: number): Promise<void> {
    await this.clock.runUntil(this.clock.now() + duration, () => this.#settle());
  }

  /** `times`: WhatsApp repeats itself. */
  async receives(text: string, times: number): Promise<void> {
    const body = textWebhook(PHONE, `wamid.in-${++this.#ids}`, text, this.clock.now());
    for (let time = 0; time < times; time += 1) await this.rig.webhook(body);
  }

  async prefers(wants: "stop" | "resume"): Promise<void> {
    const at = Math.floor(this.clock.now() / SECOND);
    const preference = { wa_id: PHONE.slice(1), category: "marketing_messages", value: wants, timestamp: at };
    await this.rig.webhook(webhookOf(changeOf("user_preferences", { user_preferences: [preference] })));
  }

  /** Of a list of people that was brought along. */
  async imports(wants: "in" | "out"): Promise<void> {
    const { channel } = this.rig;
    await this.act({ kind: "consent-set", channel, wants, source: "a list", by: "Ida", at: this.clock.now() });
  }

  async starts(flow: Offer): Promise<void> {
    await this.rig.start(PHONE, flow);
  }

  async publishes(edition: number): Promise<void> {
    const document = chat(edition) as never;
    await this.#store.publish("chat", this.rig.channel, document, "proof", null, this.clock.now());
    await this.rig.core.reload();
  }

  async pauses(): Promise<void> {
    const { record } = this.rig.core.flows;
    await this.#store.saveChannel({ ...record, pausedAt: this.clock.now(), pausedBy: "Ida", pausedCode: null });
    await this.rig.core.reload();
  }

  unpauses(): Promise<void> {
    return this.rig.unpause();
  }

  async act(event: ContactEvent): Promise<void> {
    await this.rig.act(this.#contact, event);
  }

  async state(): Promise<ContactState> {
    await this.#settle();
    const loaded = await this.#store.loadContact(this.#contact);
    if (!loaded) throw new Error("the contact is gone");
    return loaded.state;
  }

  async session(flow: Flow): Promise<string> {
    return (await this.state()).sessions.find((session) => session.flow === flow)?.id ?? "";
  }

  async message(flow: Flow, state: Message["state"]): Promise<string> {
    const found = (await this.state()).messages.find(
      (one) => one.origin.kind === "flow" && one.origin.flow === flow && one.state === state,
    );
    return found?.id ?? "";
  }

  /** What the people at work see of this flow's offers: attempts that nobody knows the outcome of, oldest first. */
  async unknown(flow: Offer): Promise<Message[]> {
    const all = await this.#store.unknownMessages(100);
    return all
      .filter(({ origin }) => origin.kind === "flow" && origin.flow === flow)
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  get rig(): Rig {
    if (!this.#rig) throw new Error("it is dead");
    return this.#rig;
  }

  async #live(): Promise<void> {
    const life = new Life(() => {
      this.#rig = null;
    });
    this.#life = life;
    const called = () => {
      this.#activity += 1;
    };
    const world = { called, refuses: () => false, done: () => {} };
    const send = (body: object) => life.hears(this.#send(body as Wire));
    this.#rig = await Rig.start({ store: life.store(this.#store, world), clock: life.clock(this.clock), send });
  }

  async #send(body: Wire): Promise<SendOutcome> {
    this.#activity += 1;
    const said = body.template?.name ?? body.interactive?.body.text ?? body.text?.body ?? "";
    const of = /^(?:The )?(offer|news)\.?$/.exec(said)?.[1];
    this.sent.push(of === undefined ? said : `${of} as ${body.template ? "template" : "twin"}`);
    const fate = of === undefined ? "delivered" : this.#fateOf(body);
    const wamid = `wamid.out-${++this.#ids}`;
    if (fate === "unknown") {
      if (this.manner === "at once") return this.#after({ kind: "unknown", why: "ECONNRESET" });
      this.#life.end();
      return new Promise(() => {});
    }
    if (fate === "blocked" && this.manner === "at once")
      return this.#after({ kind: "rejected", code: 131049, details: "blocked" });
    const status = fate === "blocked" ? "failed" : "delivered";
    this.clock.schedule(this.clock.now() + 2 * SECOND, () => {
      const code = status === "failed" ? { code: 131049 } : {};
      void this.#rig?.webhook(statusWebhook({ wamid, status, at: this.clock.now(), phone: PHONE, ...code }));
    });
    return this.#after({ kind: "accepted", wamid });
  }

  /** WhatsApp blocks templates only. */
  #fateOf({ template }: Wire): Fate {
    const [next = "delivered", ...later] = this.fates;
    this.fates = later;
    return next === "blocked" && !template ? "delivered" : next;
  }

  #after(outcome: SendOutcome): Promise<SendOutcome> {
    return new Promise((resolve) => this.clock.schedule(this.clock.now() + 300, () => resolve(outcome)));
  }

  /** Whoever died lives again, and nothing is under way. */
  async #settle(): Promise<void> {
    let before: number;
    do {
      before = this.#activity;
      if (this.#life.isOver && !this.#rig) await this.#live();
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    } while (this.#activity !== before);
  }
}

interface Wire {
  template?: { name: string };
  interactive?: { body: { text: string } };
  text?: { body: string };
}
