/**
 * A route: an endpoint of the protocol and what answers it. Requests are checked by the endpoint's schemas before the
 * handler runs, answers are written by its answer schema; the OpenAPI document is made from the same endpoints.
 */

import { pathText } from "@sluice/shared/flow/problem";
import type { Endpoint, ParametersOf } from "@sluice/shared/protocol/endpoint";
import { sayIssue } from "@sluice/shared/protocol/say-issue";
import { formatInstant, isTimeZone } from "@sluice/shared/time/instant";
import type { Request, Response } from "express";
import { z } from "zod";
import type { Services } from "../services.ts";
import { answerOnce } from "./idempotency.ts";
import { HttpProblem, type Place } from "./problem.ts";
import { parseJson, readText } from "./read-body.ts";

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** Who is at work, when the caller does not say. */
export const NOBODY = "You";

export interface Call<Path extends string, Query, Body> {
  params: ParametersOf<Path>;
  query: Read<Query>;
  body: Read<Body>;
  /** The body as it came, for refusals that name a line; empty where the endpoint takes none. */
  text: string;
  /** Who is at work; there are no accounts yet, so it is what the caller says, else "You". */
  by: string;
  setHeader(name: string, value: string): void;
}

export interface Route {
  endpoint: Endpoint;
  answer(services: Services, request: Request, response: Response): Promise<void>;
}

export function route<
  Path extends string,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType,
>(
  endpoint: Endpoint<Path, Query, Body, Answer>,
  handle: (call: Call<Path, Query, Body>, services: Services) => Promise<z.output<Answer>>,
  /** For bodies that are files, whose refusals name a line. */
  readFile?: (text: string) => Read<Body>,
): Route {
  const answer = async (services: Services, request: Request, response: Response) => {
    const text = endpoint.body ? await readText(request, endpoint.mostBytes) : "";
    const call = {
      params: request.params as ParametersOf<Path>,
      query: (endpoint.query ? check(endpoint.query, request.query, "query") : undefined) as Read<Query>,
      body: readFile ? readFile(text) : (readBody(endpoint, text) as Read<Body>),
      text,
      by: personOf(request),
      setHeader: (name: string, value: string) => void response.setHeader(name, value),
    };
    const readerZone = request.get("sluice-time-zone") ?? "";
    const asked = ZONE_LIKE.test(readerZone) && isTimeZone(readerZone) ? { ...services, readerZone } : services;
    const make = async () => JSON.stringify(z.encode(endpoint.answer, await handle(call, asked)));
    const key = endpoint.idempotent ? request.get("idempotency-key") : undefined;
    const subject = `${endpoint.method} ${request.path}\n${text}`;
    const answered = key === undefined ? await make() : await answerOnce(services, key, subject, make);
    response.status(endpoint.status ?? 200).setHeader("Sluice-Now", formatInstant(services.clock.now()));
    response.type("application/json").send(answered);
  };
  return { endpoint, answer };
}

function readBody(endpoint: Endpoint, text: string): unknown {
  if (!endpoint.body) return undefined;
  const value = endpoint.bodyOptional && text.trim() === "" ? {} : parseJson(text, endpoint.mostBytes);
  return check(endpoint.body, value, "body");
}

function check(schema: z.ZodType, value: unknown, where: "query" | "body"): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, MOST_ERRORS).flatMap(placesOf).slice(0, MOST_ERRORS).map(shortened);
  const [first] = errors;
  const place = first?.path ? `"${first.path}": ` : "";
  throw new HttpProblem(
    where === "query" ? 400 : 422,
    where === "query" ? "invalid-query" : "invalid-request",
    "Refused",
    `The ${where} is not as expected. ${place}${first?.message ?? ""}. Nothing was changed.`,
    { errors },
  );
}

/** What is asked of the calendar is remembered there, so it is short. */
const ZONE_LIKE = /^[A-Za-z0-9_+/-]{1,40}$/;

/** More says nothing more, and a body can be wrong in 100,000 places. */
const MOST_ERRORS = 50;
const LONGEST = 200;

function shortened({ path, message }: Place): Place {
  return { path: path.slice(0, LONGEST), message: message.slice(0, LONGEST) };
}

/** One place per unknown key, so that each is named. */
function placesOf(issue: z.core.$ZodIssue): Place[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: "is not known here" }));
  return [{ path: pathText(issue.path), message: sayIssue(issue) }];
}

function personOf(request: Request): string {
  const said = request.get("sluice-person");
  if (!said) return NOBODY;
  try {
    return decodeURIComponent(said).trim().slice(0, 100) || NOBODY;
  } catch {
    return NOBODY;
  }
}
