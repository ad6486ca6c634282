/**
 * One call of the HTTP API, as data: the server checks requests and writes answers by it, the editor calls it with types,
 * and the OpenAPI document is made from it. Schemas describe what travels; where both sides count differently (instants)
 * a codec stands between: the server encodes answers, whoever calls decodes them.
 */
import type { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Endpoint<
  Path extends string = string,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Answer extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** With `{name}` for parameters, as OpenAPI writes them. */
  path: Path;
  /** One line for the API's documentation. */
  summary: string;
  /** Group in the documentation. */
  tag: string;
  query?: Query;
  body?: Body;
  /** A body may be left out; it is then read as `{}`. */
  bodyOptional?: true;
  /** A body may be longer than usual (5 MB). */
  mostBytes?: number;
  answer: Answer;
  /** Success status; 200 unless another is named. */
  status?: 200 | 201;
  /** Refusals a caller should expect beside 400 and 500. */
  refusals?: readonly (404 | 409 | 413 | 422)[];
  /** Refusals that carry more than every problem document does. */
  problems?: Partial<Record<409 | 422, z.ZodType>>;
  /** The `Idempotency-Key` header is honoured. */
  idempotent?: true;
}

/** `ParametersOf<"/api/flows/{id}">` is `{ id: string }`. */
export type ParametersOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [Key in Name]: string } & ParametersOf<Rest>
  : unknown;

/** Keeps the types of what is written; nothing else. */
export function endpoint<
  const Path extends string,
  Answer extends z.ZodType,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: Endpoint<Path, Query, Body, Answer>): Endpoint<Path, Query, Body, Answer> {
  return definition;
}

/** `pathOf(getFlow, { id: "a b" })` -> "/api/flows/a%20b". */
export function pathOf<Path extends string>(call: { path: Path }, parameters: ParametersOf<Path>): string {
  return call.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((parameters as Record<string, string>)[name])),
  );
}
