// Lint of a whole flow against the least that any check has to do: walk from the entries along the edges, once, over Maps.
// "edit": one node changed since the last time, as on a keystroke in its title. "wait": a delay lasts longer or shorter, so that
// every path over it has to be looked at again. "edge": one edge leads elsewhere. "cold": a document nobody has seen before.
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

/** The flow after an edit of one node: all others are the objects they were, as in the editor. */
function edited(flow, index, turn) {
  const nodes = [...flow.nodes];
  nodes[index] = { ...nodes[index], title: `Edited ${turn}` };
  return { ...flow, nodes };
}

function waitsOtherwise(flow, turn) {
  const delays = flow.nodes.flatMap(({ type }, index) => (type === "delay" ? [index] : []));
  const nodes = [...flow.nodes];
  const index = delays[(turn * 7) % delays.length];
  nodes[index] = { ...nodes[index], config: { duration: `PT${5 + (turn % 7)}H` } };
  return { ...flow, nodes };
}

function leadsElsewhere(flow, turn) {
  const edges = [...flow.edges];
  const index = (turn * 13) % (edges.length - 1);
  edges[index] = { ...edges[index], target: edges[index + 1].target };
  return { ...flow, edges };
}

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

function measure(size) {
  const flow = flowOf(size);
  // The editor lints the same flow over and over: what counts is a warm engine.
  for (let warm = 0; warm < Math.max(5, 60_000 / size); warm += 1) {
    lintFlow(edited(flow, warm % flow.nodes.length, warm));
    lintFlow(waitsOtherwise(flow, warm));
    lintFlow(leadsElsewhere(flow, warm));
    naive(flow);
  }
  const each = (work) => median(Array.from({ length: RUNS }, (_, run) => timed(() => work(run)).cpu));
  /** Only lint counts, not the making of what it is given. */
  const linting = (flowOf) => {
    const flows = Array.from({ length: RUNS }, (_, run) => flowOf(run));
    return each((run) => lintFlow(flows[run]));
  };
  lintFlow(flow);
  const edit = linting((run) => edited(flow, (run * 7) % flow.nodes.length, run));
  const wait = linting((run) => waitsOtherwise(flow, run));
  const edge = linting((run) => leadsElsewhere(flow, run));
  const cold = linting(() => structuredClone(flow));
  const baseline = each(() => naive(flow));
  const { findings, pathsChecked } = lintFlow(flow);
  return {
    nodes: flow.nodes.length,
    edges: flow.edges.length,
    edit,
    wait,
    edge,
    cold,
    baseline,
    findings: findings.length,
    pathsChecked,
  };
}

const small = measure(200);
const large = measure(10_000);
const row = (what, key) => [what, ...[small, large].map((figures) => figures[key].toFixed(3))];
printTable(
  ["CPU milliseconds, median", `${small.nodes} nodes`, `${large.nodes} nodes`],
  [
    row("lint after an edit", "edit"),
    row("lint after another wait", "wait"),
    row("lint after another edge", "edge"),
    row("lint of a new document", "cold"),
    row("naive reachability", "baseline"),
    ["states walked", small.pathsChecked, large.pathsChecked],
    ["findings", small.findings, large.findings],
  ],
);
finish(
  "lint",
  {
    editToNaiveSmall: small.edit / small.baseline,
    editToNaiveLarge: large.edit / large.baseline,
    waitToNaiveSmall: small.wait / small.baseline,
    waitToNaiveLarge: large.wait / large.baseline,
    perNodeLargeToSmall: large.edit / large.nodes / (small.edit / small.nodes),
  },
  { small, large },
  { runs: RUNS },
);
