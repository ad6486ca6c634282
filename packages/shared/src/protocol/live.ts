/** Who stands where in a flow now, and what holds them (T8). */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { gateStateName } from "./gate.ts";
import { instant, person } from "./values.ts";

export const personAtNode = z
  .object({
    session: z.string(),
    contact: person,
    conversation: z.string(),
    /** The message at the gate, if there is one. */
    message: z.string().nullable(),
    state: gateStateName,
    sentence: z.string(),
    rule: z.string().nullable(),
    until: instant.nullable(),
    /** Since when the session stands here. */
    since: instant,
    revision: z.int(),
    test: z.boolean(),
  })
  .meta({ id: "PersonAtNode" });

export type PersonAtNode = z.infer<typeof personAtNode>;

export const nodeLive = z
  .object({
    node: z.string(),
    count: z.int(),
    /** Of them, those a gate holds (by interaction, instant or block). */
    held: z.int(),
    states: z.array(z.object({ state: gateStateName, count: z.int() })),
    /** The state most are in, for the band; the worst, for the plate. */
    most: gateStateName,
    worst: gateStateName,
    /** Of a person in the state most are in. */
    sentence: z.string(),
    until: instant.nullable(),
    /** At most 200. */
    people: z.array(personAtNode),
  })
  .meta({ id: "NodeLive" });

export type NodeLive = z.infer<typeof nodeLive>;

export const getFlowLive = endpoint({
  method: "GET",
  path: "/api/flows/{id}/live",
  summary: "People per node, by state, with the sentence of what holds them",
  tag: "live",
  answer: z.object({
    flow: z.string(),
    published: z.int().nullable(),
    now: instant,
    running: z.int(),
    ended: z.int(),
    nodes: z.array(nodeLive),
  }),
  refusals: [404],
});

const some = z.strictObject({
  /** Session ids; everybody held on the node when left out. */
  sessions: z.array(z.string()).min(1).max(10_000).optional(),
});

const stayed = z.array(z.object({ session: z.string(), contact: person, sentence: z.string() }));

export const releaseHeld = endpoint({
  method: "POST",
  path: "/api/flows/{id}/nodes/{node}/release",
  summary: "Let held messages of a node go; WhatsApp's block and a stop still stand",
  tag: "live",
  body: some,
  bodyOptional: true,
  answer: z.object({ released: z.int(), stayed }),
  refusals: [404],
});

export const movePeople = endpoint({
  method: "POST",
  path: "/api/flows/{id}/nodes/{node}/move",
  summary: "Move people of a node to another one, which runs at once; what was held for them is withdrawn",
  tag: "live",
  body: z.strictObject({
    /** Node id. */
    to: z.string().min(1).max(128),
    /** Session ids; everybody held on the node when left out. */
    sessions: some.shape.sessions,
  }),
  answer: z.object({ moved: z.int(), stayed }),
  refusals: [404, 422],
});

export const cancelHeld = endpoint({
  method: "POST",
  path: "/api/flows/{id}/nodes/{node}/cancel",
  summary: "Take held messages of a node back; their sessions go on by the way out",
  tag: "live",
  body: some,
  bodyOptional: true,
  answer: z.object({ cancelled: z.int(), stayed }),
  refusals: [404],
});
