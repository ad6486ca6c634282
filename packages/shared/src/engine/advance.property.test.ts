/** Whatever events come, in whatever order: E-1 to E-5 and E-12. */
import { fc, test as property } from "@fast-check/vitest";
import { expect } from "vitest";
import { rebuildLedger } from "../caps/ledger.ts";
import { DEFAULT_POLICY } from "../caps/policy.ts";
import type { Json } from "../flow/json.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { nodeType } from "../nodes/registry.ts";
import { HOUR } from "../time/duration.ts";
import { advance } from "./advance.ts";
import { compileFlow } from "./compile-flow.ts";
import type { Environment } from "./environment.ts";
import type { SessionEvent } from "./event.ts";
import type { Session } from "./session.ts";

const NOW = 1_795_428_000_000;

const document = flowOf(
  "everything",
  {
    entry: ["entry", { trigger: { kind: "api" } }],
    hello: ["text", { text: "Hello {{ contact.name }}" }],
    menu: [
      "buttons",
      {
        body: "What?",
        buttons: [
          { id: "a", title: "A" },
          { id: "b", title: "B" },
        ],
        variable: "picked",
        timeout: "PT2H",
      },
    ],
    offer: ["template", { name: "t", language: "en", parameters: ["{{ picked | default('you') }}"], deadline: "P2D" }],
    ask: ["ask", { text: "How many?", answer: "number", variable: "count", rule: "answer > 0", tries: 2 }],
    check: ["condition", { branches: [{ id: "many", when: "count > 3" }] }],
    note: [
      "set",
      {
        assignments: [
          { variable: "count", value: "{{ count + 1 }}" },
          { variable: "contact.seen", value: "yes" },
        ],
      },
    ],
    rest: ["delay", { duration: "PT13H" }],
    any: ["wait-for-reply", { variable: "last" }],
    hand: ["handoff", { note: "{{ last }}" }],
    told: ["event", { name: "menu.left", data: { picked: "{{ picked }}" } }],
    paid: ["wait-for-event", { name: "order.paid", variable: "order", timeout: "PT5H" }],
    look: [
      "http",
      {
        method: "POST",
        url: "https://shop.example/{{ last }}",
        body: '{"a": {{ count }}}',
        save: [{ path: "a", variable: "count" }],
      },
    ],
    inside: [
      "subflow",
      {
        flow: "everything",
        inputs: [{ variable: "count", value: "{{ count }}" }],
        outputs: [{ variable: "picked", value: "{{ picked }}" }],
      },
    ],
    back: ["go-to", { node: "menu" }],
    done: ["end", { reason: "done" }],
  },
  [
    "entry next hello",
    "hello next menu",
    "menu button:a offer",
    "menu button:b ask",
    "menu timeout rest",
    "menu other told",
    "told next paid",
    "paid event look",
    "paid timeout inside",
    "look ok inside",
    "look failed back",
    "inside returned rest",
    "inside failed done",
    "offer button:0 ask",
    "offer timeout hand",
    "ask answered check",
    "ask invalid hand",
    "check branch:many note",
    "check else any",
    "note next menu",
    "rest next any",
    "any reply note",
    "hand released menu",
    "hand timeout done",
  ],
  {
    templates: [
      templateOf("t", ["Yes", "No"], {
        components: [
          { type: "BODY", text: "For {{1}}" },
          { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
        ],
      }),
    ],
  },
);

const contents = fc.oneof(
  fc
    .constantFrom("A", "b", "yes", "3", "0", "what?", "", "{{ 1 }}")
    .map((text): IncomingContent => ({ kind: "text", text })),
  fc
    .constantFrom("a", "b", "s1:1:0/0", "nothing")
    .map((id): IncomingContent => ({ kind: "tap", on: "button", id, title: "Tap" })),
  fc.constant<IncomingContent>({ kind: "media", media: "image", mediaId: "1" }),
);
const messages = contents.map((content) => ({ wamid: "w", at: NOW, from: {}, content }));
const nodes = fc.constantFrom(...document.nodes.map((node) => node.id), "nowhere");

/** Made with the session at hand: news of the message it waits for, or of another; its timer, or an old one. */
type Make = (session: Session) => SessionEvent;
const news = fc.constantFrom("message-accepted", "message-delivered", "message-requeued", "message-unknown" as const);
const events: fc.Arbitrary<Make> = fc.oneof(
  {
    weight: 4,
    arbitrary: messages.map(
      (message): Make =>
        () => ({ kind: "reply-received", message }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: -1, max: 0 }).map(
      (age): Make =>
        (session) => ({ kind: "timer-fired", generation: session.generation + age }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(news, fc.boolean()).map(
      ([kind, other]): Make =>
        (session) => ({ kind: kind as "message-accepted", message: other ? "x" : (session.wait?.message ?? "x") }),
    ),
  },
  fc.constantFrom("capped", "expired", "window-closed", "error-131026").map(
    (reason): Make =>
      (session) => ({ kind: "message-refused", message: session.wait?.message ?? "x", reason }),
  ),
  fc.constant<Make>(() => ({ kind: "released" })),
  fc.tuple(fc.constantFrom("order.paid", "other"), fc.jsonValue({ maxDepth: 2 })).map(
    ([name, data]): Make =>
      () => ({ kind: "event-raised", name, data: data as never }),
  ),
  fc.tuple(fc.constantFrom(200, 404, 0), fc.jsonValue({ maxDepth: 2 }), fc.boolean()).map(
    ([status, body, other]): Make =>
      (session) => ({
        kind: "http-returned",
        call: other ? "x" : (session.wait?.call?.id ?? "x"),
        result: status === 0 ? { error: "no answer" } : { status, body: body as never },
      }),
  ),
  fc.tuple(nodes, fc.constantFrom("button:a", "button:0", "other")).chain(([node, port]) =>
    messages.map(
      (message): Make =>
        () => ({ kind: "late-tap-received", node, port, message }),
    ),
  ),
  fc
    .dictionary(
      fc.constantFrom("count", "picked", "__proto__", "x".repeat(9)),
      fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as Json),
    )
    .map(
      (variables): Make =>
        () => ({ kind: "variables-set", variables }),
    ),
  fc.nat({ max: 9 }).chain((chance) =>
    nodes.map(
      (node): Make =>
        (session) =>
          chance === 0 ? { kind: "moved", node } : { kind: "timer-fired", generation: session.generation },
    ),
  ),
);

const flow = compileFlow(document, nodeType, 1);
const environmentAt = (now: number, open: boolean): Environment => ({
  flow,
  now,
  contact: { name: "Asha", phone: null, timeZone: "UTC", fields: {} },
  caps: {
    ledger: rebuildLedger(open ? [{ kind: "interaction", at: now, channel: "c1" }] : []),
    policy: DEFAULT_POLICY,
    queued: [],
    channel: "c1",
    toUnitedStates: false,
  },
  flows: { published: () => flow, revision: () => flow },
});

property.prop([fc.array(fc.tuple(events, fc.nat({ max: 30 }), fc.boolean()), { maxLength: 30 }), fc.integer()], {
  numRuns: 500,
})(
  "E-1 E-2 E-3 E-4 E-5 E-12 a session survives JSON after every turn, replays exactly, is never changed in place, and never throws",
  (story, seed) => {
    let session: Session = {
      id: "s1",
      contact: "p1",
      channel: "c1",
      flow: "everything",
      revision: 1,
      status: "running",
      node: "entry",
      entry: "entry",
      wait: null,
      variables: {},
      turn: 0,
      generation: 0,
      seed,
      startedAt: NOW,
    };
    let now = NOW;
    for (const [make, hours, open] of [
      [() => ({ kind: "started" as const }), 0, true] as [Make, number, boolean],
      ...story,
    ]) {
      now += hours * HOUR;
      const event = make(session);
      const before = JSON.stringify(session);
      const turn = advance(session, event, environmentAt(now, open));
      expect(JSON.stringify(session)).toBe(before);

      const readBack = JSON.parse(before) as Session;
      const replayed = advance(readBack, JSON.parse(JSON.stringify(event)) as SessionEvent, environmentAt(now, open));
      expect(JSON.stringify(replayed)).toBe(JSON.stringify(turn));

      if (turn.session === session) expect([turn.commands, turn.trace]).toEqual([[], []]);
      else expect([turn.session.turn, turn.session.generation >= session.generation]).toEqual([session.turn + 1, true]);
      expect(turn.session.status === "ended").toBe(turn.session.wait === null);
      expect(turn.session.reason !== undefined).toBe(turn.session.status === "ended");
      session = JSON.parse(JSON.stringify(turn.session)) as Session;
      expect(session).toEqual(turn.session);
    }
  },
);
