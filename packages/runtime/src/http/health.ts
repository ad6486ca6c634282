/** Is the process alive, and can it do its work? */
import { Router } from "express";
import type { Services } from "../services.ts";

export function healthRouter(services: Services): Router {
  const router = Router();
  router.get("/livez", (_, response) => void response.json({ alive: true }));
  router.get("/readyz", async (_, response) => {
    try {
      await services.store.probe();
      response.json({ ready: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      response.status(503).json({ ready: false, why: `The database does not answer: ${why}` });
    }
  });
  return router;
}
