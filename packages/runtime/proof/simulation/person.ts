/** A made-up person: writes now and then, answers what the phone shows sooner or later or never, stops and comes back. */
import { DAY, MINUTE, SECOND } from "@sluice/shared/time/duration";
import type { Clock } from "../../src/clock.ts";
import type { Random } from "../support/random.ts";
import { changeOf, webhookOf } from "../support/webhooks.ts";
import type { Arrived, FakeWhatsApp } from "./fake-whatsapp.ts";

export class Person {
  readonly phone: string;
  readonly seen: Arrived[] = [];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #whatsapp: FakeWhatsApp;
  readonly #said: (phone: string, what: string) => void;
  isQuiet = false;

  constructor(
    phone: string,
    clock: Clock,
    random: Random,
    whatsapp: FakeWhatsApp,
    said: (phone: string, what: string) => void,
  ) {
    this.phone = phone;
    this.#clock = clock;
    this.#random = random;
    this.#whatsapp = whatsapp;
    this.#said = said;
    this.#now(random.whole(0, 2 * DAY), () => this.#writeSometimes());
  }

  says(text: string): void {
    this.#said(this.phone, text);
    this.#whatsapp.write(this.phone, { type: "text", text: { body: text } });
  }

  /** The phone shows a message. */
  sees(message: Arrived): void {
    this.seen.push(message);
    if (this.isQuiet || this.#random.chance(0.35)) return;
    this.#now(this.#aWhile(5 * SECOND, 2 * DAY), () => this.#react(message));
  }

  #writeSometimes(): void {
    if (this.isQuiet) return;
    this.says(this.#random.pick(["hello", "hello", "hi", "ping", "what is this?", "42", "STOP", "START"]));
    // Many write three short lines instead of one.
    for (let line = 1; this.#random.chance(0.3) && line < 4; line += 1)
      this.#now(line * this.#random.whole(0, 2 * SECOND), () => this.says(this.#random.pick(["and", "hello", "?"])));
    this.#now(this.#aWhile(MINUTE, 16 * DAY), () => this.#writeSometimes());
  }

  #react(message: Arrived): void {
    if (this.isQuiet) return;
    const luck = this.#random.next();
    if (luck < 0.03) return this.says("STOP");
    if (luck < 0.05) return this.#prefers("stop");
    if (luck < 0.07) return this.#prefers("resume");
    if (luck < 0.09) return this.says("START");
    if (luck < 0.3 || message.choices.length === 0) return this.says(this.#random.pick(["yes", "no", "42", "thanks"]));
    const { id, title } = this.#random.pick(message.choices);
    this.#said(this.phone, `taps ${title}`);
    const context = this.#random.chance(0.9) ? { context: { id: message.wamid } } : {};
    this.#whatsapp.write(this.phone, {
      ...context,
      ...(message.isTemplate
        ? { type: "button", button: { payload: id, text: title } }
        : { type: "interactive", interactive: { type: "button_reply", button_reply: { id, title } } }),
    });
  }

  #prefers(wants: "stop" | "resume"): void {
    this.#said(this.phone, `prefers ${wants}`);
    const preference = {
      wa_id: this.phone.replace("+", ""),
      detail: "…",
      category: "marketing_messages",
      value: wants,
      timestamp: Math.floor(this.#clock.now() / SECOND),
    };
    this.#whatsapp.prefer(
      this.phone,
      wants,
      webhookOf(changeOf("user_preferences", { user_preferences: [preference] })),
    );
  }

  #now(wait: number, act: () => void): void {
    this.#clock.schedule(this.#clock.now() + wait, act);
  }

  /** Mostly soon, sometimes days: the logarithm is spread evenly. */
  #aWhile(least: number, most: number): number {
    return Math.round(least * (most / least) ** this.#random.next());
  }
}
