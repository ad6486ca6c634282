/** People with phones. Each plays one story to its end, over however many deaths of the server. */
import { type InboundContent, receiveInbound } from "@sluice/emulator/inbound";
import type { World } from "@sluice/emulator/world";
import { call } from "../../src/test-support/api.ts";

export type Story = "help" | "hurry" | "campaign";

/** What a person knows of the server. */
export interface Surroundings {
  /** Null while there is none. */
  server(): string | null;
  /** Since when nobody kills it any more (`performance.now()`), or null. */
  calmSince(): number | null;
}

/** How long a person waits for an answer when nobody kills the server any more. Only an unknown outcome may use it up. */
const PATIENCE = 6_000;

export class Person {
  readonly waId: string;
  readonly story: Story;
  /** wamids of all that was written, in order. */
  readonly wrote: string[] = [];
  /** What was waited for in vain. */
  missed: string | null = null;
  isDone = false;
  readonly #world: World;
  readonly #around: Surroundings;

  constructor(world: World, around: Surroundings, waId: string, story: Story) {
    this.#world = world;
    this.#around = around;
    this.waId = waId;
    this.story = story;
  }

  async play(): Promise<void> {
    switch (this.story) {
      case "help":
        await this.says("help");
        if (!(await this.sees("How can we help?"))) break;
        await this.taps("A person");
        if (!(await this.sees("Are you still there?"))) break;
        await this.says("yes");
        await this.sees("Thanks for saying yes.");
        break;
      case "hurry":
        await this.says("hurry");
        if (await this.sees("Tap within a second.")) await this.sees("Too late, never mind.");
        break;
      case "campaign":
        await this.#isInvited();
        if (!(await this.sees("Our spring sale has begun."))) break;
        await this.taps("Show me");
        await this.sees("Here is the best of it.");
    }
    this.isDone = true;
  }

  says(text: string): Promise<void> {
    return this.#sends({ kind: "text", text });
  }

  taps(label: string): Promise<void> {
    return this.#sends({ kind: "tap", tap: label });
  }

  /** Texts the phone got from the business, blocked ones not. */
  shown(): string[] {
    return this.#world.messages
      .of(this.waId)
      .filter((message) => message.direction === "from-business" && message.status !== "failed")
      .map((message) => message.shown.text ?? "");
  }

  async sees(text: string): Promise<boolean> {
    const began = performance.now();
    const isOver = () => {
      const calm = this.#around.calmSince();
      return calm !== null && performance.now() > Math.max(calm, began) + PATIENCE;
    };
    while (!isOver()) {
      if (this.shown().some((shown) => shown.includes(text))) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.missed = text;
    return false;
  }

  async #sends(content: InboundContent): Promise<void> {
    const contact = this.#world.contacts.getOrCreate(this.waId);
    const { wamid } = await receiveInbound(this.#world, contact, { content });
    this.wrote.push(wamid);
  }

  /** Our own backend starts the campaign, and asks again with the same key until it is answered. */
  async #isInvited(): Promise<void> {
    for (;;) {
      const server = this.#around.server();
      try {
        const path = "/api/flows/campaign/start";
        const headers = { "idempotency-key": `invite-${this.waId}` };
        const body = { contact: { phone: `+${this.waId}` } };
        if (server !== null && (await call(server, "POST", path, body, headers)).status < 300) return;
      } catch {
        // It died meanwhile; the next one is asked.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
