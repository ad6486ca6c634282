import type { SessionView } from "@sluice/shared/protocol/session";
import { expect, test } from "vitest";
import { nextStep } from "./next-step.ts";

const session = (changes: Partial<SessionView>): SessionView => ({
  id: "s",
  contact: { id: "c", name: null, phone: null },
  channel: "ch",
  flow: "f",
  flowName: "Sale",
  revision: 1,
  status: "running",
  reason: null,
  node: "n",
  nodeName: "Early access",
  entry: "e",
  wait: null,
  gate: null,
  variables: {},
  startedAt: 0,
  test: false,
  ...changes,
});
const gate = (state: "blocked" | "waiting-until", until: number | null) => ({ state, until, sentence: "", rule: null });
const waits = (until: number | null) => ({ for: "answer" as const, since: 0, until, message: null });

test.each([
  [[], null],
  [[session({})], null],
  [[session({ gate: gate("blocked", 90) })], { at: 90, what: "next try of Early access" }],
  [
    [session({ gate: gate("waiting-until", 80) }), session({ wait: waits(70) })],
    { at: 70, what: "no answer to Early access" },
  ],
  [
    [session({ gate: gate("waiting-until", 80), wait: waits(null) })],
    { at: 80, what: "end of the wait at Early access" },
  ],
  [[session({ wait: waits(5) })], null],
  [[session({ status: "ended", wait: waits(70) })], null],
])("%#: the earliest that is still to come", (sessions, next) => expect(nextStep(sessions, 10)).toEqual(next));
