// Turns of the pure engine against a naive interpreter of the same flow: in memory, and with load and save (JSON out and in
// after every turn). One turn is three nodes: set, text, wait for the answer. Also: flat over the size of the flow?
import { EMPTY_LEDGER } from "../packages/shared/dist/caps/ledger.js";
import { DEFAULT_POLICY } from "../packages/shared/dist/caps/policy.js";
import { advance } from "../packages/shared/dist/engine/advance.js";
import { compileFlow } from "../packages/shared/dist/engine/compile-flow.js";
import { nodeType } from "../packages/shared/dist/nodes/registry.js";
import { finish, median, printTable } from "./harness.mjs";

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const TURNS = Number(process.env.BENCH_TURNS ?? 100_000);
const NOW = Date.parse("2026-11-23T10:00:00Z");
const CHANNEL = "wa";

/** `size` nodes in all: rings of set -> text -> wait, so that a session travels through the whole flow. */
function flowOf(size) {
  const nodes = [{ id: "in", type: "entry", config: { trigger: { kind: "any-message" } } }];
  const edges = [{ id: "e", source: "in", sourceHandle: "next", target: "s0" }];
  const rings = Math.max(1, Math.floor((size - 1) / 3));
  for (let ring = 0; ring < rings; ring += 1) {
    nodes.push({
      id: `s${ring}`,
      type: "set",
      config: { assignments: [{ variable: "count", value: "{{ default(count, 0) + 1 }}" }] },
    });
    nodes.push({
      id: `t${ring}`,
      type: "text",
      config: { text: "Hello {{ default(contact.name, 'there') }}, number {{ count }}" },
    });
    nodes.push({ id: `w${ring}`, type: "wait-for-reply", config: { variable: "answer" } });
    edges.push({ id: `a${ring}`, source: `s${ring}`, sourceHandle: "next", target: `t${ring}` });
    edges.push({ id: `b${ring}`, source: `t${ring}`, sourceHandle: "next", target: `w${ring}` });
    edges.push({ id: `c${ring}`, source: `w${ring}`, sourceHandle: "reply", target: `s${(ring + 1) % rings}` });
  }
  return { formatVersion: 1, id: "bench", name: "Bench", nodes, edges };
}

const message = { wamid: "w", at: NOW, from: { phone: "+5511900000001" }, content: { kind: "text", text: "hello" } };
const ledger = { ...EMPTY_LEDGER, windows: { [CHANNEL]: { lastInboundAt: NOW - 1_000 } } };
const fresh = () => ({
  id: "s_1",
  contact: "c_1",
  channel: CHANNEL,
  flow: "bench",
  revision: 1,
  status: "running",
  node: "in",
  entry: "in",
  wait: null,
  variables: {},
  turn: 0,
  generation: 0,
  seed: 7,
  startedAt: NOW,
});

function sluice(document) {
  const flow = compileFlow(document, nodeType, 1);
  const environment = {
    flow,
    now: NOW,
    contact: { name: "Asha", phone: "+5511900000001", timeZone: "UTC", fields: {} },
    caps: { ledger, policy: DEFAULT_POLICY, queued: [], channel: CHANNEL, toUnitedStates: false },
  };
  return {
    start: () => advance(fresh(), { kind: "started" }, environment).session,
    turn: (session) => advance(session, { kind: "reply-received", message }, environment).session,
  };
}

/** How one writes it on the first afternoon: look nodes and edges up, copy the session, replace texts by a pattern. */
function naive(document) {
  const fill = (text, session) =>
    text.replace(/\{\{(.*?)\}\}/g, (_, source) =>
      String(source.includes("contact") ? "Asha" : (session.variables.count ?? 0)),
    );
  const visit = (session, id) => {
    const node = document.nodes.find((candidate) => candidate.id === id);
    session.node = id;
    const next = (port) =>
      document.edges.filter((edge) => edge.source === id).find((edge) => edge.sourceHandle === port)?.target;
    if (node.type === "wait-for-reply") return;
    if (node.type === "set") session.variables.count = (session.variables.count ?? 0) + 1;
    if (node.type === "text") session.outbox = [{ text: fill(node.config.text, session) }];
    visit(session, next("next"));
  };
  return {
    start: () => {
      const session = structuredClone(fresh());
      visit(session, "in");
      return session;
    },
    turn: (before) => {
      const session = structuredClone(before);
      session.variables.answer = message.content.text;
      visit(
        session,
        document.edges.filter((edge) => edge.source === session.node).find((edge) => edge.sourceHandle === "reply")
          .target,
      );
      return session;
    },
  };
}

/** Turns per CPU second. */
function measure({ start, turn }, turns, saved) {
  let session = start();
  for (let warm = 0; warm < Math.min(turns, 20_000); warm += 1) session = turn(session);
  const cpu = process.cpuUsage();
  for (let count = 0; count < turns; count += 1)
    session = saved ? turn(JSON.parse(JSON.stringify(session))) : turn(session);
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (turns / (user + system)) * 1_000_000, bytes: JSON.stringify(session).length };
}

const medianOf = (engine, turns, saved) => {
  const runs = Array.from({ length: RUNS }, () => measure(engine, turns, saved));
  return { perSecond: median(runs.map((run) => run.perSecond)), bytes: runs[0].bytes };
};

const small = flowOf(10);
const large = flowOf(10_000);
const figures = {
  memory: medianOf(sluice(small), TURNS, false).perSecond,
  saved: medianOf(sluice(small), TURNS, true).perSecond,
  savedLarge: medianOf(sluice(large), TURNS, true).perSecond,
  naive: medianOf(naive(small), TURNS / 10, false).perSecond,
  naiveLarge: medianOf(naive(large), 2_000, false).perSecond,
  sessionBytes: medianOf(sluice(small), 1_000, true).bytes,
};
printTable(
  ["turns per CPU second", "10 nodes", "10,000 nodes"],
  [
    ["Sluice, in memory", figures.memory, medianOf(sluice(large), TURNS, false).perSecond].map(show),
    ["Sluice, load + step + save", figures.saved, figures.savedLarge].map(show),
    ["naive interpreter, in memory", figures.naive, figures.naiveLarge].map(show),
  ],
);
finish("engine", { memoryToNaive: figures.memory / figures.naive, flat: figures.savedLarge / figures.saved }, figures, {
  runs: RUNS,
  turns: TURNS,
});

function show(value) {
  return typeof value === "number" ? Math.round(value).toLocaleString("en") : value;
}
