/** Refusals of the API as RFC 9457 problem documents: what happened, where, what to do next. */

export interface Place {
  path: string;
  message: string;
  line?: number;
}

/** Thrown by handlers, written by `sendProblem`. `more` are extension members (both versions of a conflict). */
export class HttpProblem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly errors: readonly Place[];
  readonly more: Record<string, unknown>;

  constructor(
    status: number,
    type: string,
    title: string,
    detail: string,
    options: { errors?: readonly Place[]; more?: Record<string, unknown> } = {},
  ) {
    super(detail);
    this.name = "HttpProblem";
    this.status = status;
    this.type = type;
    this.title = title;
    this.errors = options.errors ?? [];
    this.more = options.more ?? {};
  }

  toDocument(): Record<string, unknown> {
    return {
      type: this.type,
      title: this.title,
      status: this.status,
      detail: this.message,
      errors: this.errors,
      ...this.more,
    };
  }
}

/** `notFound("flow", "spring")` */
export function notFound(what: string, id: string): HttpProblem {
  return new HttpProblem(404, "not-found", "Not found", `There is no ${what} "${id}".`);
}

export function refused(type: string, title: string, detail: string): HttpProblem {
  return new HttpProblem(409, type, title, detail);
}

/** The request was understood and cannot be done: something in it is wrong. */
export function invalid(type: string, detail: string, errors: readonly Place[] = []): HttpProblem {
  return new HttpProblem(422, type, "Refused", detail, { errors });
}
