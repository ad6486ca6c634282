/** Starting a flow for one person. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { json } from "./values.ts";

const request = z
  .strictObject({
    contact: z
      .strictObject({
        phone: z
          .string()
          .max(40)
          .meta({ description: "E.164 with +", examples: ["+5511900000001"] }),
        name: z.string().trim().min(1).max(200).optional(),
      })
      .optional(),
    contactId: z.string().min(1).max(200).optional(),
    /** Node id; default the `api` entry, else `campaign`. */
    entry: z.string().min(1).max(128).optional(),
    variables: z.record(z.string().min(1).max(64), json).default({}),
  })
  .refine((value) => (value.contact === undefined) !== (value.contactId === undefined), {
    message: 'either "contact" with a phone or "contactId"',
    path: ["contact"],
  });

export const startAnswer = z.object({
  state: z.enum(["started", "already-running"]),
  /** The session that was started, or the one that runs already (I2). */
  session: z.string(),
  contactId: z.string(),
  /** Where it stands now. */
  node: z.string().nullable(),
  nodeName: z.string().nullable(),
});

export type StartAnswer = z.infer<typeof startAnswer>;

export const startFlow = endpoint({
  method: "POST",
  path: "/api/flows/{id}/start",
  summary: "Start the published flow for a person; `already-running` names the session",
  tag: "flows",
  body: request,
  answer: startAnswer,
  refusals: [404, 409, 422],
  idempotent: true,
});
