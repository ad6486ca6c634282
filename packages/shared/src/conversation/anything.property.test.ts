/** Whatever happens, in whatever order: TestWorld checks after every event what must always hold; here is the rest. */
import { fc, test as property } from "@fast-check/vitest";
import { expect } from "vitest";
import { GATES } from "../caps/policy.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { isOpen, lastAttempt } from "./message.ts";
import { CAPPED, CLOSED, type Reaction, STOPPED, TestWorld, UNDELIVERABLE } from "./test-world.ts";

const offers = flowOf(
  "offers",
  {
    entry: ["entry", { trigger: { kind: "campaign" } }],
    early: ["template", { name: "early", language: "en", timeout: "PT2H" }],
    last: ["template", { name: "last", language: "en", deadline: "P4D", retries: 3 }],
    thanks: ["buttons", { body: "Good?", buttons: [{ id: "y", title: "Good" }], variable: "said" }],
    again: ["template", { name: "early", language: "en", whenHeld: "leave", waitForAnswer: false }],
    receipt: ["template", { name: "receipt", language: "en" }],
  },
  [
    "entry next early",
    "early timeout last",
    "early button:0 thanks",
    "last answered thanks",
    "last capped receipt",
    "thanks button:y again",
    "again delivered receipt",
  ],
  {
    templates: [
      templateOf("early", ["Show me", "No"]),
      templateOf("last", ["I want it"]),
      templateOf("receipt", [], { category: "UTILITY" }),
    ],
  },
);

const sale = flowOf(
  "sale",
  {
    entry: ["entry", { trigger: { kind: "keyword", words: ["sale"] } }],
    ask: ["ask", { text: "How many?", answer: "number", variable: "count" }],
    offer: ["template", { name: "offer", language: "en", prefer: "template", timeout: "PT30M" }],
    hand: ["handoff", { timeout: "PT8H" }],
    wait: ["delay", { duration: "PT26H" }],
    bye: ["text", { text: "Bye {{ count }}" }],
  },
  [
    "entry next ask",
    "ask answered offer",
    "ask invalid hand",
    "offer timeout wait",
    "offer button:0 hand",
    "hand released wait",
    "wait next bye",
  ],
  { templates: [templateOf("offer", ["Yes"])] },
);

const any = flowOf(
  "any",
  {
    entry: ["entry", { trigger: { kind: "any-message" } }],
    hello: ["text", { text: "Hello" }],
    reply: ["wait-for-reply", { timeout: "PT5H" }],
  },
  ["entry next hello", "hello next reply"],
);

type Step = (world: TestWorld) => void;

const titles = ["Show me", "No", "I want it", "Good", "Yes"];
const words = ["hi", "stop", "start", "sale", "3", "three", ...titles];
const failures = [
  CAPPED,
  CAPPED,
  CAPPED,
  STOPPED,
  CLOSED,
  UNDELIVERABLE,
  { code: 130429, kind: "later" as const, says: "later" },
  { code: 190, kind: "channel-stopped" as const, says: "no token" },
  { code: 132015, kind: "template-stopped" as const, says: "paused" },
];
const reactions = fc.constantFrom<Reaction>(
  "deliver",
  "accept",
  "silence",
  "unknown",
  "not-sent",
  ...failures.flatMap((why) => [{ call: why }, { late: why }]),
);
const nth = fc.nat({ max: 20 });
const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)];
const anyMessage = (world: TestWorld, index: number) => pick([...world.messages.values()], index);

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("offers", "sale", "any").map(
      (flow): Step =>
        (world) =>
          world.start(flow),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...words).map(
      (word): Step =>
        (world) =>
          world.says(word),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...titles).map(
      (title): Step =>
        (world) => {
          if (
            [...world.messages.values()].some(
              (message) => message.attempts.length > 0 && JSON.stringify(message.content).includes(`"${title}"`),
            )
          )
            world.taps(title);
        },
    ),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom(0, MINUTE, 20 * MINUTE, 2 * HOUR, 23 * HOUR, DAY, 5 * DAY).map(
      (span): Step =>
        (world) =>
          world.wait(span),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.array(reactions, { maxLength: 4 }).map(
      (list): Step =>
        (world) =>
          world.reactions.push(...list),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(nth, nth, fc.constantFrom("sent", "delivered", "read", ...failures)).map(
      ([index, which, news]): Step =>
        (world) => {
          const message = anyMessage(world, index);
          const attempt = message && pick(message.attempts, which);
          if (!message || !attempt) return;
          if (typeof news === "string") world.status(message, news as "sent", attempt);
          else world.fails(message, news, attempt);
        },
    ),
  },
  fc.constant<Step>((world) => world.does({ kind: "call-received", channel: "c1", at: world.now })),
  fc.constantFrom("stop" as const, "resume" as const).map(
    (wants): Step =>
      (world) =>
        world.does({ kind: "preference-changed", channel: "c1", wants, at: world.now }),
  ),
  fc.constant<Step>((world) =>
    world.does({ kind: "agent-wrote", channel: "c1", by: "Bo", content: { kind: "text", text: "Hello" } }),
  ),
  fc.constant<Step>((world) =>
    world.does({
      kind: "echo-received",
      channel: "c1",
      wamid: `echo-${world.now}`,
      content: { kind: "text", text: "From the phone" },
      at: world.now,
    }),
  ),
  fc.constant<Step>((world) => world.does({ kind: "conversation-given-back", channel: "c1", by: "Bo" })),
  fc.tuple(nth, fc.constantFrom(0, MINUTE, DAY)).map(
    ([index, span]): Step =>
      (world) => {
        const message = anyMessage(world, index);
        if (message)
          world.does({ kind: "send-put-off", message: message.id, until: world.now + span, why: "enough for today" });
      },
  ),
  fc.tuple(fc.constantFrom("offers", "sale", "channel"), fc.boolean()).map(
    ([what, on]): Step =>
      (world) =>
        pause(world, what, on),
  ),
  nth.map(
    (index): Step =>
      (world) => {
        const session = pick(world.state.sessions, index);
        if (session) world.does({ kind: "session-stopped", session: session.id, by: "Bo" });
      },
  ),
  fc.tuple(nth, nth).map(
    ([index, which]): Step =>
      (world) => {
        const session = pick(world.state.sessions, index);
        const node = pick(world.flows.find((flow) => flow.id === session?.flow)?.nodes ?? [], which);
        if (session && node) world.does({ kind: "session-moved", session: session.id, node: node.id, by: "Bo" });
      },
  ),
  nth.map(
    (index): Step =>
      (world) => {
        const session = pick(world.state.sessions, index);
        if (session) world.does({ kind: "session-given-back", session: session.id, by: "Bo" });
      },
  ),
  fc.tuple(nth, fc.constantFrom("hold-cancelled" as const, "unknown-forgotten" as const)).map(
    ([index, kind]): Step =>
      (world) => {
        const message = anyMessage(world, index);
        if (message) world.does({ kind, message: message.id, by: "Bo" });
      },
  ),
);

/** What makes exceptions to "one per interaction": a person who insists. */
const insisting: fc.Arbitrary<Step> = fc
  .tuple(nth, fc.constantFrom("hold-released" as const, "unknown-resent" as const))
  .map(
    ([index, kind]): Step =>
      (world) => {
        const message = anyMessage(world, index);
        if (message) world.does({ kind, message: message.id, by: "Bo" });
      },
  );

function pause(world: TestWorld, what: string, on: boolean): void {
  if (what === "channel") world.channel = { ...world.channel, paused: on };
  else if (on) world.paused.add(what);
  else world.paused.delete(what);
  world.does({ kind: "policy-changed" });
}

property.prop([fc.array(steps, { maxLength: 40 })], { numRuns: 400 })(
  "strict: at most one marketing content counts between interactions (D2)",
  (story) => {
    const world = new TestWorld(offers, sale, any);
    for (const step of story) {
      step(world);
      expect(world.state.ledger.counted.length).toBeLessThanOrEqual(1);
    }
  },
);

property.prop(
  [fc.array(fc.oneof({ weight: 9, arbitrary: steps }, insisting), { maxLength: 40 }), fc.constantFrom(...GATES)],
  { numRuns: 400 },
)("whatever the gate: everything ends when nothing more happens", (story, gate) => {
  const world = new TestWorld(offers, sale, any);
  world.channel = { ...world.channel, policy: { ...world.channel.policy, gate } };
  for (const step of story) step(world);
  world.reactions = [];
  for (const what of ["offers", "sale", "channel"]) pause(world, what, false);
  for (const message of world.messages.values()) {
    const last = lastAttempt(message);
    if (last?.state === "inflight")
      world.does({ kind: "attempt-unknown", message: message.id, attempt: last.id, why: "restart" });
  }
  world.wait(90 * DAY);
  expect(world.state.sessions).toEqual([]);
  expect([...world.messages.values()].filter(isOpen)).toEqual([]);
});
