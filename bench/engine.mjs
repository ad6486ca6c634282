// Turns of the pure engine against a naive interpreter of the same flow: in memory, and with load and save (JSON out and in
// after every turn). One turn is three nodes: set, text, wait for the answer. Also: flat over the size of the flow? Runs
// with small and large flows take turns and `flat` is the median of their ratios, so that what else the machine does hits
// both. In `different` no two texts or assignments are alike, so nodes share nothing that was made of their config.
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
function flowOf(size, isVaried = false) {
  const nodes = [{ id: "in", type: "entry", config: { trigger: { kind: "any-message" } } }];
  const edges = [{ id: "e", source: "in", sourceHandle: "next", target: "s0" }];
  const rings = Math.max(1, Math.floor((size - 1) / 3));
  for (let ring = 0; ring < rings; ring += 1) {
    const own = isVaried ? ring : 0;
    nodes.push({
      id: `s${ring}`,
      type: "set",
      config: { assignments: [{ variable: "count", value: `{{ default(count, ${own}) + 1 }}` }] },
    });
    nodes.push({
      id: `t${ring}`,
      type: "text",
      config: { text: `Hello from ${own}, {{ default(contact.name, 'there') }}, number {{ count }}` },
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
  return (turns / (user + system)) * 1_000_000;
}

/** Each engine once in every round, one after the other. */
function rounds(engines, turns, saved) {
  for (const engine of engines) measure(engine, Math.min(turns, 20_000), saved);
  return Array.from({ length: RUNS }, () => engines.map((engine) => measure(engine, turns, saved)));
}

const column = (results, index) => median(results.map((round) => round[index]));
const ratio = (results, index) => median(results.map((round) => round[index] / round[0]));

const [small, large, different] = [flowOf(10), flowOf(10_000), flowOf(10_000, true)];
const ours = [small, large, different].map(sluice);
const memory = rounds(ours, TURNS, false);
const saved = rounds(ours, TURNS, true);
const simple = rounds([naive(small)], TURNS / 10, false);
const simpleLarge = rounds([naive(large)], 2_000, false);
let last = ours[0].start();
for (let count = 0; count < 1_000; count += 1) last = ours[0].turn(last);

const figures = {
  memory: column(memory, 0),
  saved: column(saved, 0),
  savedLarge: column(saved, 1),
  naive: column(simple, 0),
  naiveLarge: column(simpleLarge, 0),
  sessionBytes: JSON.stringify(last).length,
};
printTable(
  ["turns per CPU second", "10 nodes", "10,000 nodes", "10,000 different"],
  [
    ["Sluice, in memory", ...[0, 1, 2].map((index) => show(column(memory, index)))],
    ["Sluice, load + step + save", ...[0, 1, 2].map((index) => show(column(saved, index)))],
    ["naive interpreter, in memory", show(figures.naive), show(figures.naiveLarge), ""],
  ],
);
finish(
  "engine",
  {
    memoryToNaive: figures.memory / figures.naive,
    flat: ratio(saved, 1),
    flatInMemory: ratio(memory, 1),
    flatDifferent: ratio(saved, 2),
  },
  figures,
  { runs: RUNS, turns: TURNS },
);

function show(value) {
  return Math.round(value).toLocaleString("en");
}
