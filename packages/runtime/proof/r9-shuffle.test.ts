/**
 * R9: what WhatsApp tells us comes one to five times, in any order, up to a week late. In the end statuses, consent and
 * windows are what they would be had everything come once, in order and at once; and on the way no status goes back.
 * Real parser, receiver, kernel and store; time is virtual.
 *
 * Mutations it was seen to fail with: a late `delivered` that takes the place of `read`; `resumed` that does not look at
 * its instant; openWindow without the comparison; a failure that wins over a later receipt; commitTurn without event keys.
 */
import { fc, test } from "@fast-check/vitest";
import type { Attempt } from "@sluice/shared/conversation/message";
import { DAY, SECOND } from "@sluice/shared/time/duration";
import { describe, expect } from "vitest";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { ofProfile, say, seedOf } from "./support/profile.ts";
import { publish, Rig } from "./support/rig.ts";
import { VirtualClock } from "./support/virtual-clock.ts";
import { changeOf, statusWebhook, textWebhook, webhookOf } from "./support/webhooks.ts";

const START = Date.UTC(2026, 10, 23, 10);
const PHONE = "+5511900000001";
const MESSAGES = 4;
/** The business's own offer goes out once; the others are answers of a person. */
const OFFER = {
  formatVersion: 1,
  id: "offer",
  name: "Offer",
  templates: [
    {
      name: "offer",
      language: "en",
      category: "MARKETING",
      components: [{ type: "BODY", text: "Thirty per cent off." }],
    },
  ],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    { id: "send", type: "template", config: { name: "offer", language: "en", waitForAnswer: true, timeout: "P30D" } },
  ],
  edges: [{ id: "e1", source: "in", sourceHandle: "next", target: "send" }],
};

/** Something that really happened at that second. */
type Happening =
  | { kind: "status"; message: number; status: "sent" | "delivered" | "read" | "failed" }
  | { kind: "text"; text: string }
  | { kind: "call" }
  | { kind: "preference"; wants: "stop" | "resume" };

/** What can become of one message. A failure and a receipt can both come: one phone had it, another not. */
const lives = fc.constantFrom<("sent" | "delivered" | "read" | "failed")[]>(
  ["sent"],
  ["sent", "delivered"],
  ["sent", "delivered", "read"],
  ["sent", "read"],
  ["failed"],
  ["sent", "failed"],
  ["sent", "delivered", "failed"],
);
const happening = fc.oneof(
  fc.constantFrom("hello", "STOP", "START", "stop", "thanks").map((text): Happening => ({ kind: "text", text })),
  fc.constant<Happening>({ kind: "call" }),
  fc.constantFrom("stop" as const, "resume" as const).map((wants): Happening => ({ kind: "preference", wants })),
);
const story = fc
  .record({
    lives: fc.array(lives, { minLength: MESSAGES, maxLength: MESSAGES }),
    others: fc.array(happening, { maxLength: 8 }),
    seconds: fc.infiniteStream(fc.integer({ min: 1, max: 20_000 })),
    copies: fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
    lateness: fc.infiniteStream(fc.integer({ min: 0, max: 7 * DAY })),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ lives: all, others, seconds, copies, lateness, order }) => {
    const statuses = all.map((life, message) => life.map((status): Happening => ({ kind: "status", message, status })));
    // Mixed, but the statuses of one message happen in their order.
    const lanes = [...statuses, others].filter((lane) => lane.length > 0).map((lane) => [...lane]);
    const happened: { at: number; what: Happening }[] = [];
    let at = START + 10 * SECOND;
    while (lanes.length > 0) {
      const lane = lanes[order.next().value % lanes.length] as Happening[];
      happened.push({ at, what: lane.shift() as Happening });
      if (lane.length === 0) lanes.splice(lanes.indexOf(lane), 1);
      at += seconds.next().value * SECOND;
    }
    const copied = happened.flatMap((one) =>
      Array.from({ length: copies.next().value }, () => ({ ...one, late: lateness.next().value })),
    );
    return { happened, copied: copied.sort((a, b) => a.at + a.late - (b.at + b.late)) };
  });

interface Ends {
  statuses: Partial<Attempt>[];
  consent: { meta: boolean; word: boolean };
  windows: unknown;
  lastInboundAt: number | null;
}

const seed = seedOf();
let events = 0;
let runs = 0;
let otherwise = 0;

describe("R9 doubled, shuffled and late", () => {
  test.prop([story], { numRuns: ofProfile(250, 5_000), seed })(
    "everything ends as if it had come once and in order",
    async ({ happened, copied }) => {
      const clean = await play(happened.map((one) => ({ ...one, late: 200 })));
      runs += 1;
      events += copied.length;
      otherwise += 1;
      expect(await play(copied)).toEqual(clean);
      otherwise -= 1;
    },
  );

  test("and that was tried", () => {
    say("R9", `seed ${seed}: ${runs} stories, ${events} deliveries; ended otherwise ${otherwise}`);
    expect(runs).toBeGreaterThan(0);
  });
});

async function play(deliveries: readonly { at: number; late: number; what: Happening }[]): Promise<Ends> {
  const clock = new VirtualClock(START);
  const store = openSqliteStore(":memory:", { now: () => clock.now() });
  try {
    await publish(store, START, OFFER);
    const bodies: { biz_opaque_callback_data: string }[] = [];
    const rig = await Rig.start({
      store,
      clock,
      send: async (body) => {
        bodies.push(body as { biz_opaque_callback_data: string });
        return { kind: "accepted", wamid: `wamid.out-${bodies.length - 1}` };
      },
    });
    // The offer first: it is no answer, so it waits for nobody. Then the person writes, and people answer three times.
    await rig.start(PHONE, "offer");
    await rig.idle();
    await rig.webhook(textWebhook(PHONE, "wamid.first", "hi", START));
    await rig.idle();
    const contact = (await store.findContact({ phone: PHONE })) ?? "";
    for (let number = 1; number < MESSAGES; number += 1) {
      const content = { kind: "text" as const, text: `answer ${number}` };
      await rig.act(contact, { kind: "agent-wrote", channel: rig.channel, by: "Ida", content });
      await rig.idle();
    }
    expect(bodies.length).toBe(MESSAGES);

    const ranks = new Map<string, number>();
    for (const { at, late, what } of deliveries) {
      await clock.runUntil(Math.max(clock.now(), at + late), () => rig.idle());
      await rig.webhook(webhookFor(what, at, bodies));
      await rig.idle();
      for (const attempt of await attemptsOf()) neverBack(ranks, attempt);
    }
    await clock.runUntil(START + 25 * DAY, () => rig.idle());
    expect(await store.pendingInbox(1)).toEqual([]);

    const { state } = (await store.loadContact(contact)) ?? {};
    return {
      statuses: (await attemptsOf()).map(({ state, deliveredAt, readAt, code }) => ({
        state,
        ...(deliveredAt === undefined ? {} : { deliveredAt }),
        ...(readAt === undefined ? {} : { readAt }),
        ...(code === undefined ? {} : { code }),
      })),
      consent: {
        meta: state?.ledger.stoppedByMetaAt != null,
        word: state?.ledger.stoppedByWordAt != null,
      },
      windows: state?.ledger.windows,
      lastInboundAt: state?.conversations[0]?.lastInboundAt ?? null,
    };

    async function attemptsOf(): Promise<Attempt[]> {
      const found = await Promise.all(bodies.map((_, number) => store.messageByWamid(`wamid.out-${number}`)));
      return found.flatMap((one) => one?.message.attempts.filter(({ id }) => id === one.attempt) ?? []);
    }
  } finally {
    await store.close();
  }
}

const RANK = { inflight: 0, unknown: 0, accepted: 1, failed: 2, delivered: 3, read: 4 } as const;

function neverBack(ranks: Map<string, number>, attempt: Attempt): void {
  const rank = RANK[attempt.state];
  expect(rank, `${attempt.id} went back to ${attempt.state}`).toBeGreaterThanOrEqual(ranks.get(attempt.id) ?? 0);
  ranks.set(attempt.id, rank);
}

function webhookFor(what: Happening, at: number, bodies: readonly { biz_opaque_callback_data: string }[]): object {
  const from = PHONE.replace("+", "");
  switch (what.kind) {
    case "text":
      return textWebhook(PHONE, `wamid.in-${at}`, what.text, at);
    case "status": {
      const { message, status } = what;
      return statusWebhook({
        wamid: `wamid.out-${message}`,
        status,
        at,
        phone: PHONE,
        callbackData: bodies[message]?.biz_opaque_callback_data ?? "",
        ...(status === "failed" ? { code: 131026 } : {}),
      });
    }
    case "call":
      return webhookOf(
        changeOf("calls", {
          calls: [
            { id: `wacid.${at}`, from, event: "connect", timestamp: String(at / SECOND), direction: "USER_INITIATED" },
          ],
        }),
      );
    case "preference":
      return webhookOf(
        changeOf("user_preferences", {
          user_preferences: [
            { wa_id: from, detail: "…", category: "marketing_messages", value: what.wants, timestamp: at / SECOND },
          ],
        }),
      );
  }
}
