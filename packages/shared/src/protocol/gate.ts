/** What a message or a session waits for (caps.md T8), with the sentence of the rule. */
import { z } from "zod";
import { GATE_STATES } from "../conversation/hold-state.ts";
import { instant } from "./values.ts";

export const gateStateName = z.enum(GATE_STATES);

export const gate = z
  .object({
    state: gateStateName,
    /** For people: "Waits for an answer to **Early access**." Names stand between double asterisks. */
    sentence: z.string(),
    rule: z.string().nullable(),
    /** It is decided anew, tried again or given up then. */
    until: instant.nullable(),
  })
  .meta({ id: "Gate" });
