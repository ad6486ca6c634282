/** A small caller for tests: JSON in and out, and the status beside it. */
export interface Answer<Body> {
  status: number;
  body: Body;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as a stranger would
type Loose = any;

export async function call<Body = Loose>(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(origin + path, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let parsed: unknown = text;
  try {
    parsed = text === "" ? null : JSON.parse(text);
  } catch {
    // Not every answer is JSON; the text then stands for itself.
  }
  return { status: response.status, body: parsed as Body };
}

/** Asks again until the answer is what was waited for; says what it last saw when it never is. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value>,
  isIt: (value: Value) => boolean,
  within = 8_000,
): Promise<Value> {
  const end = performance.now() + within;
  let last: Value | undefined;
  while (performance.now() < end) {
    last = await ask();
    if (isIt(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not happen within ${within} ms; last seen: ${JSON.stringify(last)?.slice(0, 2_000)}`);
}
