/** One way to ask the server. Every refusal is an ApiError, no connection an OfflineError. */
import { readerZone } from "../ui/say-time.ts";
import { apiErrorOf, OfflineError } from "./problem.ts";

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, said to be JSON: a file whose faults the server shall name. */
  text?: string;
  /** Makes a repeated start harmless. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** `path` is absolute: "/api/flows". An empty answer (204) gives null. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = "GET", body, idempotencyKey, signal } = options;
  const payload = options.text ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers: Record<string, string> = { accept: "application/json", "sluice-time-zone": readerZone };
  if (payload !== undefined) headers["content-type"] = "application/json";
  if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(payload === undefined ? {} : { body: payload }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new OfflineError(cause);
  }
  if (!response.ok) throw await apiErrorOf(response);
  if (response.status === 204) return null as Answer;
  const text = await response.text();
  return (text ? JSON.parse(text) : null) as Answer;
}

/** `query({ state: "held", after: null })` -> "?state=held": what is null, undefined or empty is left out. */
export function query(parameters: Record<string, string | number | boolean | null | undefined>): string {
  const set = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (set.length === 0) return "";
  return `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()}`;
}
