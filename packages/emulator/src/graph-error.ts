import { statusOf, titleOf } from "./error-codes.ts";

/** A refusal of the Graph API, answered in Meta's shape (WR §2). */
export class GraphError extends Error {
  readonly code: number;
  readonly status: number;
  readonly details: string;
  readonly subcode: number | undefined;
  readonly title: string;

  constructor(code: number, details: string, options: { status?: number; subcode?: number; title?: string } = {}) {
    super(`(#${code}) ${details}`);
    this.code = code;
    this.details = details;
    this.status = options.status ?? statusOf(code);
    this.subcode = options.subcode;
    this.title = options.title ?? titleOf(code);
  }

  body(traceId: string) {
    // Failures of access carry no "(#code)" and no details on the real service.
    const aboutAccess = this.code === 104 || this.code === 190;
    return {
      error: {
        message: aboutAccess ? this.title : `(#${this.code}) ${this.title}`,
        type: "OAuthException",
        code: this.code,
        ...(aboutAccess ? {} : { error_data: { messaging_product: "whatsapp", details: this.details } }),
        ...(this.subcode === undefined ? {} : { error_subcode: this.subcode }),
        fbtrace_id: traceId,
      },
    };
  }
}

/** What Graph says of every id it does not know. */
export function unknownObject(method: string, id: string): GraphError {
  const details = `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`;
  return new GraphError(100, details, { subcode: 33, title: details });
}
