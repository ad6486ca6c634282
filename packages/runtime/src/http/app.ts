/** The Express application: the API, its documentation, the editor's build, and whatever else is mounted (the emulator). */

import { endpoints } from "@sluice/shared/protocol/api";
import express, { type Express, type Router } from "express";
import type { Services } from "../services.ts";
import { channelRoutes } from "./channels.ts";
import { contactRoutes } from "./contacts.ts";
import { conversationRoutes } from "./conversations.ts";
import { costRoutes } from "./costs.ts";
import { editorRouter } from "./editor-files.ts";
import { exampleRoutes } from "./examples.ts";
import { faults, nothingHere } from "./faults.ts";
import { flowSchemaText } from "./flow-json-schema.ts";
import { flowRoutes } from "./flows.ts";
import { forecastRoutes } from "./forecast.ts";
import { healthRouter } from "./health.ts";
import { liveRoutes } from "./live.ts";
import { mediaRoutes } from "./media.ts";
import { messageRoutes } from "./messages.ts";
import { openApi } from "./openapi.ts";
import { overviewRoutes } from "./overview.ts";
import { publishRoutes } from "./publish.ts";
import type { Route } from "./route.ts";
import { sameOrigin } from "./same-origin.ts";
import { securityHeaders } from "./security-headers.ts";
import { sessionRoutes } from "./sessions.ts";
import { startRoutes } from "./start.ts";
import { templateRoutes } from "./templates.ts";
import { tryRoutes } from "./try.ts";

export interface AppOptions {
  /** The editor's build; null serves the API alone. */
  editorDir: string | null;
  examplesDir: string;
  mounts?: readonly { path: string; router: Router | express.RequestHandler }[];
  /** Told about errors that are ours, with the number that people see. */
  onFault?: (error: unknown, number: string) => void;
  /** Host names under which this server is reached, beside this machine's own. */
  hosts?: readonly string[];
}

export function createApp(services: Services, options: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by").set("query parser", "simple");
  app.use(securityHeaders);
  app.use(healthRouter(services));
  app.use("/api", sameOrigin(options.hosts ?? []));
  for (const { endpoint, answer } of routes(options.examplesDir)) {
    const path = endpoint.path.replace(/\{(\w+)\}/g, ":$1");
    app[endpoint.method.toLowerCase() as "get"](path, (request, response) => answer(services, request, response));
  }
  app.get("/api/openapi.json", (_, response) => void response.json(openApi()));
  app.get("/flow.schema.json", (_, response) => void response.type("application/schema+json").send(flowSchemaText()));
  app.use("/api", nothingHere);
  for (const { path, router } of options.mounts ?? []) app.use(path, router);
  if (options.editorDir !== null) app.use(editorRouter(options.editorDir));
  app.use(nothingHere);
  app.use(faults(options.onFault));
  return app;
}

/** In the protocol's order: `/api/flows/import` stands before `/api/flows/{id}`. */
export function routes(examplesDir: string): Route[] {
  const all = [
    ...overviewRoutes,
    ...flowRoutes(),
    ...publishRoutes,
    ...startRoutes,
    ...forecastRoutes,
    ...tryRoutes,
    ...liveRoutes,
    ...exampleRoutes(examplesDir),
    ...contactRoutes,
    ...sessionRoutes,
    ...conversationRoutes,
    ...messageRoutes,
    ...templateRoutes,
    ...channelRoutes,
    ...costRoutes,
    ...mediaRoutes,
  ];
  return all.sort((a, b) => endpoints.indexOf(a.endpoint) - endpoints.indexOf(b.endpoint));
}
