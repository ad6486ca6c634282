/** Errors of the control side: RFC 9457 problem documents that name the wrong field. */
import { sayIssue } from "@sluice/shared/protocol/say-issue";
import type { z } from "zod";

export interface FieldError {
  /** "rules.0.delay"; empty for the body as a whole. */
  path: string;
  message: string;
}

const TITLES: Record<number, string> = {
  400: "Bad request",
  404: "Not found",
  405: "Method not allowed",
  413: "Body too large",
  422: "The request cannot be done as it is",
};

export class ControlProblem extends Error {
  readonly status: number;
  readonly errors: FieldError[];

  constructor(status: number, detail: string, errors: FieldError[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }

  body() {
    return {
      type: "about:blank",
      title: TITLES[this.status] ?? "Error",
      status: this.status,
      detail: this.message,
      errors: this.errors,
    };
  }
}

/** The value, or a problem with every wrong field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => {
    const path = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return [{ path, message: sayIssue(issue) }];
    return issue.keys.map((key) => ({ path: path === "" ? key : `${path}.${key}`, message: "is not a known field" }));
  });
  const first = errors[0];
  throw new ControlProblem(
    422,
    first ? `${first.path ? `"${first.path}"` : "The body"} ${first.message}.` : "The body is not valid.",
    errors,
  );
}
