/** For whoever looks after the process: is it alive, can it do its work, and figures (docs/operations.md). */
import { SECOND } from "@sluice/shared/time/duration";
import { Router } from "express";
import type { Services } from "../services.ts";

/** Held up for longer, nothing is answered in time any more (reliability.md §6). */
const MOST_LAG = 2 * SECOND;

export function healthRouter({ operations }: Services): Router {
  const router = Router();
  router.get("/livez", (_, response) => {
    const lag = operations.loopLag();
    const alive = lag < MOST_LAG;
    response.status(alive ? 200 : 503).json({ alive, loopLagMs: lag });
  });
  router.get("/readyz", async (_, response) => {
    const { ready, checks } = await operations.ready();
    const why = checks.flatMap((check) => check.why ?? []).join(" ");
    response.status(ready ? 200 : 503).json({ ready, ...(ready ? {} : { why }), checks });
  });
  router.get("/metrics", async (_, response) => {
    const { type, text } = await operations.metrics();
    response.setHeader("Content-Type", type);
    response.end(text);
  });
  return router;
}
