// Lint as somebody types: each kind of edit, one after the other on the same flow, every other object as it was (as in the
// editor). The budgets of docs are for these, with a warm engine: 0.3 ms at 200 nodes, 10 ms at 10,000 nodes and 15,000 edges.
// A document that nobody has seen before is another matter and stands below. Naive: the least that any check has to do, a walk
// from the entries along the edges, once, over Maps. "One loop": the last nodes lead back to the first, so that an edit
// anywhere is felt everywhere; nothing can be kept there.
import { lintFlow } from "../packages/shared/dist/lint/lint-flow.js";
import { finish, median, printTable, timed } from "./harness.mjs";

const RUNS = Math.max(5, Number(process.env.BENCH_RUNS ?? 15));

const quick = (...titles) => ({ type: "BUTTONS", buttons: titles.map((text) => ({ type: "QUICK_REPLY", text })) });
const TEMPLATES = [
  {
    name: "offer",
    language: "en",
    category: "MARKETING",
    status: "APPROVED",
    components: [{ type: "BODY", text: "Look at this." }, quick("Yes", "No")],
  },
  {
    name: "bill",
    language: "en",
    category: "UTILITY",
    status: "APPROVED",
    components: [{ type: "BODY", text: "Your bill." }],
  },
];

/** Numbers that look random and are the same every time. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

/** `size` nodes of every kind with about one and a half edges each; most lead on, some lead back. */
function flowOf(size) {
  const draw = numbers(size);
  const kinds = [
    () => ({ type: "text", config: { text: "Hello {{ default(contact.name, 'there') }}" }, ports: ["next"] }),
    () => ({ type: "text", config: { text: "And this" }, ports: ["next"] }),
    () => ({
      type: "buttons",
      config: {
        body: "Well?",
        buttons: [
          { id: "a", title: "Yes" },
          { id: "b", title: "No" },
        ],
        timeout: "PT6H",
      },
      ports: ["button:a", "button:b"],
    }),
    () => ({
      type: "template",
      config: { name: "offer", language: "en", timeout: "PT20H" },
      ports: ["button:0", "timeout"],
    }),
    () => ({ type: "template", config: { name: "bill", language: "en" }, ports: ["delivered"] }),
    () => ({
      type: "condition",
      config: { branches: [{ id: "yes", when: "contact.orders > 0" }] },
      ports: ["branch:yes", "else"],
    }),
    () => ({ type: "delay", config: { duration: ["PT1H", "PT13H", "PT25H", "P3D"][draw(4)] }, ports: ["next"] }),
    () => ({
      type: "ask",
      config: { text: "Which size?", answer: "text", variable: "size" },
      ports: ["answered", "timeout"],
    }),
    () => ({ type: "wait-for-reply", config: {}, ports: ["reply", "timeout"] }),
    () => ({ type: "set", config: { assignments: [{ variable: "seen", value: "yes" }] }, ports: ["next"] }),
  ];
  const nodes = [
    { id: "in", type: "entry", config: { trigger: { kind: "campaign" } } },
    { id: "hi", type: "entry", config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } },
  ];
  const edges = [
    { id: "e-in", source: "in", sourceHandle: "next", target: "n0" },
    { id: "e-hi", source: "hi", sourceHandle: "next", target: "n1" },
  ];
  const count = size - nodes.length;
  for (let index = 0; index < count; index += 1) {
    const { type, config, ports } = kinds[draw(kinds.length)]();
    const id = `n${index}`;
    nodes.push({ id, type, config });
    for (const [nth, port] of ports.entries()) {
      const ahead = nth === 0 ? 1 : 1 + draw(12);
      // The first way always leads on, so that everything is reached; now and then another leads back.
      const target = nth > 0 && draw(20) === 0 ? Math.max(0, index - draw(30)) : index + ahead;
      if (target < count) edges.push({ id: `${id}/${port}`, source: id, sourceHandle: port, target: `n${target}` });
    }
  }
  return { formatVersion: 1, id: "bench", name: "Bench", templates: TEMPLATES, nodes, edges };
}

const at = (list, turn, step) => (turn * step) % list.length;

function withNode(flow, position, change) {
  const nodes = [...flow.nodes];
  nodes[position] = { ...nodes[position], ...change(nodes[position]) };
  return { ...flow, nodes };
}

/** The nth node of a type. */
function placeOf(flow, type, turn) {
  const places = flow.nodes.flatMap((node, index) => (node.type === type ? [index] : []));
  return places[at(places, turn, 7)];
}

/** Each gives the flow after an edit; another one each turn. */
const EDITS = {
  title: (flow, turn) => withNode(flow, at(flow.nodes, turn, 7), () => ({ title: `Edited ${turn}` })),
  text: (flow, turn) =>
    withNode(flow, placeOf(flow, "text", turn), () => ({ config: { text: `Hello for turn ${turn}` } })),
  wait: (flow, turn) =>
    withNode(flow, placeOf(flow, "delay", turn), () => ({ config: { duration: `PT${1 + ((turn * 5) % 30)}H` } })),
  "template of another category": (flow, turn) =>
    withNode(flow, placeOf(flow, "template", turn), ({ config }) => ({
      config: { ...config, name: config.name === "offer" ? "bill" : "offer" },
    })),
  "edge led elsewhere": (flow, turn) => {
    const edges = [...flow.edges];
    const position = at(edges, turn, 13);
    edges[position] = { ...edges[position], target: edges[(position + 1) % edges.length].target };
    return { ...flow, edges };
  },
  "edge removed": (flow, turn) => ({ ...flow, edges: flow.edges.toSpliced(at(flow.edges, turn, 17), 1) }),
  "edge added": (flow, turn) => {
    const source = flow.nodes[placeOf(flow, "template", turn)].id;
    const target = flow.nodes[at(flow.nodes, turn, 23)].id;
    return { ...flow, edges: [...flow.edges, { id: `more-${turn}`, source, sourceHandle: "expired", target }] };
  },
  "node added on an edge": (flow, turn) => {
    const id = `between-${turn}`;
    const edges = [...flow.edges];
    const position = at(edges, turn, 19);
    edges.push({ id: `e-${id}`, source: id, sourceHandle: "next", target: edges[position].target });
    edges[position] = { ...edges[position], target: id };
    const nodes = [...flow.nodes, { id, type: "delay", config: { duration: "PT2H" } }];
    return { ...flow, nodes, edges };
  },
  "node removed": (flow, turn) => {
    const position = 2 + at(flow.nodes.slice(2), turn, 29);
    const { id } = flow.nodes[position];
    const edges = flow.edges.filter(({ source, target }) => source !== id && target !== id);
    return { ...flow, nodes: flow.nodes.toSpliced(position, 1), edges };
  },
};

function naive(flow) {
  const adjacent = new Map(flow.nodes.map((node) => [node.id, []]));
  for (const edge of flow.edges) adjacent.get(edge.source)?.push(edge.target);
  const seen = new Set();
  const open = flow.nodes.filter((node) => node.type === "entry").map((node) => node.id);
  while (open.length > 0) {
    const id = open.pop();
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(adjacent.get(id) ?? []));
  }
  return seen.size;
}

/** The last tenth leads back to the beginning. */
function inOneLoop(flow) {
  const { length } = flow.nodes;
  const late = new Set(flow.nodes.slice(-Math.ceil(length / 10)).map(({ id }) => id));
  return {
    ...flow,
    edges: flow.edges.map((edge, nth) => (late.has(edge.source) && nth % 4 === 0 ? { ...edge, target: "n0" } : edge)),
  };
}

/** CPU milliseconds of lint alone for each edit of a kind, the median; in between it is undone, which does not count. */
function typing(flow, edit, runs) {
  const each = (_, turn) => {
    lintFlow(flow);
    const edited = edit(flow, turn);
    return timed(() => lintFlow(edited)).cpu;
  };
  return median(Array.from({ length: runs }, each));
}

function measure(size) {
  const flow = flowOf(size);
  const loop = inOneLoop(flow);
  const runs = Math.max(RUNS, Math.round(30_000 / size));
  // All of it is warm before anything counts.
  for (const edit of Object.values(EDITS)) typing(flow, edit, Math.ceil(runs / 3));
  const cold = median(
    Array.from({ length: RUNS }, () => {
      const copy = structuredClone(flow);
      return timed(() => lintFlow(copy)).cpu;
    }),
  );
  const edits = Object.fromEntries(Object.entries(EDITS).map(([kind, edit]) => [kind, typing(flow, edit, runs)]));
  const loops = Object.fromEntries(
    ["title", "wait", "edge led elsewhere"].map((kind) => [kind, typing(loop, EDITS[kind], Math.ceil(runs / 3))]),
  );
  for (let warm = 0; warm < runs; warm += 1) naive(flow);
  const baseline = median(Array.from({ length: runs }, () => timed(() => naive(flow)).cpu));
  const { findings, pathsChecked } = lintFlow(flow);
  return {
    nodes: flow.nodes.length,
    edges: flow.edges.length,
    edits,
    loops,
    cold,
    baseline,
    findings: findings.length,
    pathsChecked,
  };
}

const first = flowOf(200);
const firstEver = timed(() => lintFlow(first)).cpu;
const small = measure(200);
const large = measure(10_000);
const BUDGETS = [0.3, 10];
const sizes = [small, large];
const held = (ms, budget) => `${ms.toFixed(3)} ${ms <= budget ? "within" : "over"}`;
printTable(
  ["CPU milliseconds, median", ...sizes.map(({ nodes, edges }) => `${nodes} nodes, ${edges} edges`)],
  [
    ["budget for each edit", ...BUDGETS.map((budget) => budget.toFixed(3))],
    ...Object.keys(EDITS).map((kind) => [kind, ...sizes.map(({ edits }, nth) => held(edits[kind], BUDGETS[nth]))]),
    ["no budget:", "", ""],
    ...Object.keys(small.loops).map((kind) => [
      `${kind}, one loop`,
      ...sizes.map(({ loops }) => loops[kind].toFixed(3)),
    ]),
    ["document nobody has seen, warm engine", ...sizes.map(({ cold }) => cold.toFixed(3))],
    ["the first of the process", firstEver.toFixed(3), ""],
    ["naive reachability", ...sizes.map(({ baseline }) => baseline.toFixed(3))],
    ["states walked", ...sizes.map(({ pathsChecked }) => pathsChecked)],
    ["findings", ...sizes.map(({ findings }) => findings)],
  ],
);
const worst = ({ edits }) => Math.max(...Object.values(edits));
finish(
  "lint",
  {
    worstEditToBudgetSmall: worst(small) / BUDGETS[0],
    worstEditToBudgetLarge: worst(large) / BUDGETS[1],
    titleToNaiveSmall: small.edits.title / small.baseline,
    titleToNaiveLarge: large.edits.title / large.baseline,
    waitToNaiveLarge: large.edits.wait / large.baseline,
    newToNaiveLarge: large.cold / large.baseline,
  },
  { small, large, firstEver },
  { runs: RUNS },
);
