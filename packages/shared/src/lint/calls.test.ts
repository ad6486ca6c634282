/** Flows that call flows: what generated flows seldom come to. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { lintFlow, policyOf } from "./lint-flow.ts";
import { replayWitness } from "./test-model/replay-witness.ts";

type Nodes = Record<string, [type: string, config: object]>;

const campaign: Nodes[string] = ["entry", { trigger: { kind: "campaign" } }];
const api: Nodes[string] = ["entry", { trigger: { kind: "api" } }];
const text: Nodes[string] = ["text", { text: "Hello" }];
const call = (flow: string): Nodes[string] => ["subflow", { flow }];

/** "start/next > a" */
function flow(id: string, nodes: Nodes, edges: string[]): FlowDocument {
  return {
    formatVersion: 1,
    id,
    name: id,
    nodes: Object.entries(nodes).map(([node, [type, config]]) => ({ id: node, type, config: { ...config } })),
    edges: edges.map((words, index) => {
      const [source = "", sourceHandle = "", target = ""] = words.split(/\/| > /);
      return { id: `e${index}`, source, sourceHandle, target };
    }),
  };
}

const moment = flow("moment", { in: api, wait: ["delay", { duration: "PT1H" }] }, ["in/next > wait"]);
const speaking = flow("speaking", { in: api, say: text }, ["in/next > say"]);

/** What lint says, each path played on the kernel first. */
function shown(document: FlowDocument, flows: FlowDocument[]): string[] {
  const { findings } = lintFlow(document, { flows });
  return findings.flatMap(({ code, certainty, node, inside, witness }) => {
    if (code !== "free-form-after-window") return [];
    const replay = witness && replayWitness(document, witness, { policy: policyOf(document, {}), flows });
    expect(replay?.shows, `${node}: ${replay?.strayed}`).toBe("refused");
    return [`${certainty} at ${node}${inside ? `, in ${inside.flow} at ${inside.node}` : ""}`];
  });
}

describe("flows that call flows", () => {
  test("a flow that is called twice from the same state comes back to both", () => {
    const condition: Nodes[string] = ["condition", { branches: [{ id: "vip", when: "contact.vip" }] }];
    const tag: Nodes[string] = ["tag", { add: ["x"] }];
    // The second call comes so much later that the first has been walked to its end.
    const twice = flow(
      "twice",
      {
        start: campaign,
        vip: condition,
        a: call("moment"),
        one: text,
        t1: tag,
        t2: tag,
        t3: tag,
        t4: tag,
        t5: tag,
        b: call("moment"),
        other: text,
      },
      [
        "start/next > vip",
        "vip/branch:vip > a",
        "a/returned > one",
        "vip/else > t1",
        "t1/next > t2",
        "t2/next > t3",
        "t3/next > t4",
        "t4/next > t5",
        "t5/next > b",
        "b/returned > other",
      ],
    );
    expect(shown(twice, [moment])).toEqual(["certain at one", "certain at other"]);
  });

  test("what shows in a called flow stands at each call that leads to it", () => {
    const two = flow("two", { start: campaign, a: call("speaking"), b: call("speaking") }, [
      "start/next > a",
      "a/failed > b",
      "a/returned > b",
    ]);
    // The port for trouble is not connected in it: refused, it fails.
    expect(shown(two, [speaking])).toEqual(["certain at a, in speaking at say", "certain at b, in speaking at say"]);
  });

  test("a flow that calls itself comes to an end of the analysis, and back out", () => {
    const again = flow(
      "again",
      {
        start: campaign,
        more: ["condition", { branches: [{ id: "yes", when: "contact.more" }] }],
        self: call("again"),
        late: text,
      },
      ["start/next > more", "more/branch:yes > self", "self/returned > late", "self/failed > late", "more/else > late"],
    );
    expect(shown(again, [])).toEqual(["certain at self, in again at late", "certain at late"]);
  });

  test("a flow that waits for an answer opens the window for its caller", () => {
    const asking = flow("asking", { in: api, ask: ["wait-for-reply", {}] }, ["in/next > ask"]);
    const caller = flow("caller", { start: campaign, ask: call("asking"), thanks: text }, [
      "start/next > ask",
      "ask/returned > thanks",
    ]);
    expect(shown(caller, [asking])).toEqual([]);
    // No answer is trouble to the caller (E-24), and three days late.
    const impatient = { ...caller, edges: [...caller.edges, { ...caller.edges[1]!, id: "f", sourceHandle: "failed" }] };
    expect(shown(impatient, [asking])).toEqual(["possible at thanks"]);
  });
});
