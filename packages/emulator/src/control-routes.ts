/** `/_control`: what the test, the phone page or whoever plays the customer and Meta can do. JSON, problem documents. */
import { formatDuration } from "@sluice/shared/time/duration";
import { formatInstant } from "@sluice/shared/time/instant";
import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { z } from "zod";
import { changeContact } from "./contact-changes.ts";
import type { Contact } from "./contacts.ts";
import {
  clockSchema,
  contactSchema,
  faultsSchema,
  inboundSchema,
  pageSchema,
  phoneSchema,
  templateCategorySchema,
  templateStatusSchema,
  webhookSchema,
} from "./control-schemas.ts";
import { streamEvents } from "./event-stream.ts";
import { InboundProblem, receiveInbound } from "./inbound.ts";
import { markRead } from "./message-life.ts";
import { parseJson } from "./parse-json.ts";
import { ControlProblem, parse } from "./problem.ts";
import { changeTemplateCategory, changeTemplateStatus } from "./template-changes.ts";
import { verifyCallback } from "./verify-callback.ts";
import { contactView, messageView } from "./views.ts";
import type { World } from "./world.ts";

/** A video as base64 fits. */
const BODY_LIMIT = 24 * 1024 * 1024;

export function controlRoutes(world: World): Router {
  const router = express.Router();
  router.use(express.raw({ type: () => true, limit: BODY_LIMIT }));
  inboundRoutes(router, world);
  contactRoutes(router, world);
  clockRoutes(router, world);
  templateRoutes(router, world);
  trafficRoutes(router, world);
  router.use((request) => {
    throw new ControlProblem(404, `The control side has no ${request.method} ${request.path}.`);
  });
  router.use(answerProblem);
  return router;
}

function inboundRoutes(router: Router, world: World): void {
  router.post("/inbound", async (request, response) => {
    const { from, inbound } = read(inboundSchema, request);
    try {
      response.json(await receiveInbound(world, world.contacts.getOrCreate(from), inbound));
    } catch (error) {
      if (!(error instanceof InboundProblem)) throw error;
      throw new ControlProblem(422, error.message, [{ path: error.path, message: error.message }]);
    }
  });
}

function contactRoutes(router: Router, world: World): void {
  router.get("/contacts", (request, response) => {
    const { after, limit } = parse(pageSchema, request.query);
    const all = world.contacts.all();
    const next = after + limit < all.length ? after + limit : null;
    response.json({ contacts: all.slice(after, after + limit).map((contact) => contactView(world, contact)), next });
  });
  router.get("/contacts/:phone", (request, response) => {
    response.json(contactView(world, knownContact(world, request)));
  });
  router.put("/contacts/:phone", async (request, response) => {
    const waId = phoneIn(request);
    const change = withoutUndefined(read(contactSchema, request));
    const contact = world.contacts.getOrCreate(waId);
    await changeContact(world, contact, change);
    response.json(contactView(world, contact));
  });
  router.get("/contacts/:phone/messages", (request, response) => {
    const contact = knownContact(world, request);
    response.json(world.messages.of(contact.waId).map(messageView));
  });
  router.post("/contacts/:phone/read", async (request, response) => {
    response.json({ read: await markRead(world, knownContact(world, request)) });
  });
}

function clockRoutes(router: Router, world: World): void {
  const show = (response: Response) => response.json({ now: formatInstant(world.clock.now()) });
  router.get("/clock", (_request, response) => void show(response));
  router.post("/clock", async (request, response) => {
    const { advance, set } = read(clockSchema, request);
    try {
      await (set === undefined ? world.clock.advanceBy(advance ?? 0) : world.clock.advanceTo(set));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ControlProblem(422, error.message, [{ path: "set", message: error.message }]);
    }
    show(response);
  });
}

function templateRoutes(router: Router, world: World): void {
  const named = (request: Request, language: string | undefined) => {
    const name = String(request.params["name"]);
    const found = world.templates
      .byName(name)
      .filter((template) => language === undefined || template.language === language);
    if (found.length > 0) return found;
    throw new ControlProblem(404, `There is no template "${name}"${language === undefined ? "" : ` in ${language}`}.`);
  };
  router.post("/templates/:name/status", async (request, response) => {
    const { status, language, reason } = read(templateStatusSchema, request);
    const templates = named(request, language);
    for (const template of templates) await changeTemplateStatus(world, template, status, reason);
    response.json({ templates });
  });
  router.post("/templates/:name/category", async (request, response) => {
    const { category, language, announce } = read(templateCategorySchema, request);
    const templates = named(request, language);
    for (const template of templates)
      await changeTemplateCategory(world, template, category, announce ? "announced" : "now");
    response.json({ templates });
  });
}

function trafficRoutes(router: Router, world: World): void {
  const duration = (value: number | undefined) => (value === undefined ? undefined : formatDuration(value));
  const faults = () => ({
    rules: world.faults.list().map((rule) => ({
      ...rule,
      delay: duration(rule.delay),
      disorder: duration(rule.disorder),
      batch: duration(rule.batch),
    })),
  });
  router.get("/faults", (_request, response) => void response.json(faults()));
  router.put("/faults", (request, response) => {
    const { rules, seed } = read(faultsSchema, request);
    world.faults.set(rules, seed);
    response.json(faults());
  });
  router.get("/log", (request, response) => {
    const { after, limit } = parse(pageSchema, request.query);
    response.json(world.log.page(after, limit));
  });
  router.get("/events", (request, response) => streamEvents(world, request, response));
  router.get("/webhook", (_request, response) => void response.json({ url: world.callback }));
  router.put("/webhook", async (request, response) => {
    const { url } = read(webhookSchema, request);
    const refused = url === null ? null : await verifyCallback(url, world.credentials.verifyToken);
    if (refused !== null)
      throw new ControlProblem(422, `${url} was not verified: ${refused}.`, [{ path: "url", message: refused }]);
    world.callback = url;
    response.json({ url });
  });
}

function read<T>(schema: z.ZodType<T>, request: Request): T {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return parse(schema, body);
  let value: unknown;
  try {
    value = parseJson(body.toString("utf8"));
  } catch (error) {
    throw new ControlProblem(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return parse(schema, value);
}

function phoneIn(request: Request): string {
  const result = phoneSchema.safeParse(request.params["phone"]);
  if (result.success) return result.data;
  throw new ControlProblem(400, `"${request.params["phone"]}" is not a phone number with its country code.`, [
    { path: "phone", message: "is not a phone number" },
  ]);
}

function knownContact(world: World, request: Request): Contact {
  const waId = phoneIn(request);
  const contact = world.contacts.get(waId);
  if (contact) return contact;
  throw new ControlProblem(404, `Nobody has the number +${waId} yet; PUT contacts/+${waId} makes the person.`);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function answerProblem(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const problem = asProblem(error);
  if (!problem || response.headersSent) next(error);
  else response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem.body()));
}

function asProblem(error: unknown): ControlProblem | null {
  if (error instanceof ControlProblem) return error;
  if (error instanceof URIError) return new ControlProblem(400, "The path is not properly encoded.");
  const tooLarge = error instanceof Error && "type" in error && error.type === "entity.too.large";
  return tooLarge ? new ControlProblem(413, `The body is larger than ${BODY_LIMIT} bytes.`) : null;
}
