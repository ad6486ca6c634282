/** Errors of the HTTP API (RFC 9457 problem documents) and of the network, as sentences for people. */

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { path: string; message: string; line?: number }[];
}

/** An answer of the server that says no. `body` holds what else it said (both versions of a conflict, for example). */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: ProblemDocument;
  readonly body: unknown;

  constructor(problem: ProblemDocument, body: unknown) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.status = problem.status;
    this.problem = problem;
    this.body = body;
  }
}

/** The server could not be reached at all. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super("No connection to the server.", { cause });
    this.name = "OfflineError";
  }
}

export interface ReadableError {
  message: string;
  details: { path: string; message: string }[];
}

/** What happened and what to do next. Never empty. */
export function readableError(error: unknown): ReadableError {
  if (error instanceof OfflineError)
    return { message: "No connection to the server. It is tried again by itself; nothing was lost.", details: [] };
  if (error instanceof ApiError) {
    if (error.status >= 500 && !error.problem.detail)
      return {
        message: `That did not work, and it is our fault (${error.problem.title}). Nothing was changed.`,
        details: [],
      };
    const details = (error.problem.errors ?? []).map((entry) => ({
      path: entry.path,
      message: entry.line === undefined ? entry.message : `line ${entry.line}: ${entry.message}`,
    }));
    return { message: error.problem.detail ?? error.problem.title, details };
  }
  if (error instanceof Error && error.message) return { message: error.message, details: [] };
  return { message: "That did not work, and it is our fault. Nothing was changed.", details: [] };
}

/** Reads the body of a refusal; a body that is no problem document becomes one. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: a proxy or a crashed server answered. The status is all we know.
  }
  if (isProblem(body)) return new ApiError({ ...body, status: response.status }, body);
  return new ApiError(
    { type: "about:blank", title: response.statusText || `HTTP ${response.status}`, status: response.status },
    body,
  );
}

function isProblem(value: unknown): value is ProblemDocument {
  return typeof value === "object" && value !== null && "title" in value && typeof value.title === "string";
}
