/** The river strip, and what the frame of every screen needs to know. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { instant } from "./values.ts";

const overview = z
  .object({
    now: instant.meta({ description: "The server's clock; in the demo it can be moved." }),
    inFlows: z.int(),
    openWindows: z.int(),
    held: z.int(),
    capped: z.int(),
    /** Conversations that wait for a person. */
    unanswered: z.int(),
    /** Attempts whose outcome nobody knows (B7). */
    unknown: z.int(),
    /** The emulator is the channel: there is a phone to look at. */
    emulated: z.boolean(),
    channel: z.object({
      id: z.string(),
      name: z.string(),
      displayPhoneNumber: z.string().nullable(),
      pausedAt: instant.nullable(),
      pausedBy: z.string().nullable(),
      pausedReason: z.string().nullable(),
      notices: z.int().meta({ description: "Notices that nobody put away." }),
    }),
  })
  .meta({ id: "Overview" });

export const getOverview = endpoint({
  method: "GET",
  path: "/api/overview",
  summary: "People in flows, open windows, held, capped, unanswered",
  tag: "overview",
  answer: overview,
});
