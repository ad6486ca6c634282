/** Sessions: where a contact is, what holds him, until when. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { gate } from "./gate.ts";
import { instant, json, person } from "./values.ts";

export const sessionView = z
  .object({
    id: z.string(),
    contact: person,
    channel: z.string(),
    flow: z.string(),
    flowName: z.string(),
    revision: z.int(),
    status: z.enum(["running", "ended"]),
    /** Why it ended: a port's name, the words of an end node, or a code. */
    reason: z.string().nullable(),
    /** Where it stands; the last node after the end. */
    node: z.string(),
    nodeName: z.string(),
    entry: z.string(),
    wait: z
      .object({
        for: z.enum(["answer", "message", "time", "agent", "event", "http"]),
        since: instant,
        until: instant.nullable(),
        message: z.string().nullable(),
      })
      .nullable(),
    /** What holds it, with the sentence; null after the end. */
    gate: gate.nullable(),
    variables: z.record(z.string(), json),
    startedAt: instant,
    test: z.boolean(),
  })
  .meta({ id: "Session" });

export type SessionView = z.infer<typeof sessionView>;

export const getSession = endpoint({
  method: "GET",
  path: "/api/sessions/{id}",
  summary: "One session: where it is, what holds it, until when",
  tag: "sessions",
  answer: sessionView,
  refusals: [404],
});

export const stopSession = endpoint({
  method: "POST",
  path: "/api/sessions/{id}/stop",
  summary: "End it; what it holds is withdrawn",
  tag: "sessions",
  answer: sessionView,
  refusals: [404, 409],
});

export const releaseSession = endpoint({
  method: "POST",
  path: "/api/sessions/{id}/release",
  summary: "Hand a handed-off session back to its flow",
  tag: "sessions",
  answer: sessionView,
  refusals: [404, 409],
});

export const moveSession = endpoint({
  method: "POST",
  path: "/api/sessions/{id}/move",
  summary: "Go on at another node of its revision",
  tag: "sessions",
  body: z.strictObject({ node: z.string().min(1).max(128) }),
  answer: sessionView,
  refusals: [404, 409, 422],
});
