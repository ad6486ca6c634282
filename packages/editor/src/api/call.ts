/**
 * Calls the HTTP API by its endpoints (shared/protocol): paths, queries and bodies are typed, answers are checked and
 * decoded, so that instants are milliseconds here. Refusals are ApiErrors, no connection an OfflineError.
 *
 *   const { items } = await call(listFlows, { query: { search: "sale" } });
 *   await call(saveFlow, { path: { id }, body: { version, document } });
 */
import { type Endpoint, type ParametersOf, pathOf } from "@sluice/shared/protocol/endpoint";
import type { z } from "zod";
import { query as queryText, type RequestOptions, request } from "./client.ts";

type PathPart<Path extends string> =
  unknown extends ParametersOf<Path> ? { path?: never } : { path: ParametersOf<Path> };
type QueryPart<Query> = Query extends z.ZodType ? { query?: Partial<z.input<Query>> } : { query?: never };
type BodyPart<Body> = Body extends z.ZodType ? { body?: z.input<Body> } : { body?: never };

export type CallOptions<Path extends string, Query, Body> = PathPart<Path> &
  QueryPart<Query> &
  BodyPart<Body> &
  Pick<RequestOptions, "text" | "idempotencyKey" | "signal">;

export async function call<
  Path extends string,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType,
>(endpoint: Endpoint<Path, Query, Body, Answer>, options: CallOptions<Path, Query, Body>): Promise<z.output<Answer>> {
  const { path, query, ...rest } = options as LooseOptions;
  const address = pathOf(endpoint, (path ?? {}) as ParametersOf<Path>) + queryText(query ?? {});
  const answer = await request<unknown>(address, { ...rest, method: endpoint.method });
  return endpoint.answer.parse(answer);
}

/** The same options without the types that depend on the endpoint. */
interface LooseOptions extends RequestOptions {
  path?: Record<string, string>;
  query?: Record<string, string | number | null | undefined>;
}
