/** The error codes the emulator answers with: title and HTTP status as Meta's (WR §2). */
const CODES: Record<number, { title: string; status: number }> = {
  1: { title: "An unknown error occurred", status: 500 },
  2: { title: "Service temporarily unavailable", status: 503 },
  4: { title: "Application request limit reached", status: 429 },
  100: { title: "Invalid parameter", status: 400 },
  104: { title: "An access token is required to request this resource", status: 401 },
  190: { title: "Invalid OAuth access token - Cannot parse access token", status: 401 },
  80007: { title: "Rate limit issues", status: 429 },
  130429: { title: "Rate limit hit", status: 429 },
  130472: { title: "User's number is part of an experiment", status: 400 },
  131000: { title: "Something went wrong", status: 500 },
  131008: { title: "Required parameter is missing", status: 400 },
  131009: { title: "Parameter value is not valid", status: 400 },
  131016: { title: "Service unavailable", status: 503 },
  131021: { title: "Recipient cannot be sender", status: 400 },
  131026: { title: "Message undeliverable", status: 400 },
  131047: { title: "Re-engagement message", status: 400 },
  131048: { title: "Spam rate limit hit", status: 400 },
  131049: { title: "This message was not delivered to maintain healthy ecosystem engagement.", status: 400 },
  131050: { title: "User has stopped marketing messages", status: 400 },
  131051: { title: "Unsupported message type", status: 400 },
  131053: { title: "Media upload error", status: 400 },
  131055: { title: "Method not allowed", status: 400 },
  131056: { title: "(Business Account, Consumer Account) pair rate limit hit", status: 429 },
  131062: { title: "Business-scoped user ID recipients are not supported for this message", status: 400 },
  132000: { title: "Number of parameters does not match the expected number of params", status: 400 },
  132001: { title: "Template name does not exist in the translation", status: 404 },
  132005: { title: "Translated text too long", status: 400 },
  132012: { title: "Parameter format does not match format in the created template", status: 400 },
  132015: { title: "Template is paused", status: 400 },
  132016: { title: "Template is disabled", status: 400 },
  132018: { title: "There's an issue with the parameters in your template", status: 400 },
};

/** "Re-engagement message"; a code without a row is called "Error <code>". */
export function titleOf(code: number): string {
  return CODES[code]?.title ?? `Error ${code}`;
}

/** The HTTP status Meta uses for a code on a call; 400 where nobody documents one. */
export function statusOf(code: number): number {
  return CODES[code]?.status ?? 400;
}
