import express, { type Router } from "express";
import { controlRoutes } from "./control-routes.ts";
import type { Emulator } from "./emulator.ts";
import { graphRoutes } from "./graph-routes.ts";

/**
 * The emulator over HTTP: `/_control/…` and, for everything else, the Graph API. Mounts at any path; before body parsers,
 * so that the log holds the bytes as they came.
 */
export function emulatorRouter(emulator: Emulator): Router {
  const router = express.Router();
  router.use("/_control", controlRoutes(emulator.world));
  router.use(graphRoutes(emulator.world));
  return router;
}
