import { pathText } from "@sluice/shared/flow/problem";
import type { FlowContext, NodeDefinition } from "@sluice/shared/nodes/definition";

/** What is wrong with a config, by the path of the place: "buttons[0].title" -> a sentence. */
export function fieldErrors(definition: NodeDefinition, config: unknown, context: FlowContext): Map<string, string> {
  const errors = new Map<string, string>();
  const parsed = definition.schema.safeParse(config);
  for (const issue of parsed.error?.issues ?? []) {
    const path = pathText(issue.path);
    if (!errors.has(path)) errors.set(path, sentence(issue));
  }
  try {
    const checked = definition.check?.(parsed.success ? parsed.data : config, context) ?? [];
    for (const { path, message } of checked) if (!errors.has(path)) errors.set(path, message);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The config misses a part the check counts on; the schema has already said so.
  }
  return errors;
}

/** The errors at and below a place, with paths from there. */
export function errorsBelow(errors: ReadonlyMap<string, string>, place: string): Map<string, string> {
  const below = new Map<string, string>();
  for (const [path, message] of errors) {
    if (path === place) below.set("", message);
    else if (path.startsWith(`${place}.`) || path.startsWith(`${place}[`))
      below.set(path.slice(place.length).replace(/^\./, ""), message);
  }
  return below;
}

interface Issue {
  code: string;
  message: string;
  minimum?: unknown;
  maximum?: unknown;
  origin?: unknown;
}

/** zod's words where they are for people, ours where they are for programmers. */
function sentence(issue: Issue): string {
  if (issue.code === "too_small" && issue.origin === "string")
    return Number(issue.minimum) <= 1 ? "Write something here." : `At least ${issue.minimum} characters.`;
  if (issue.code === "too_big" && issue.origin === "string") return `At most ${issue.maximum} characters.`;
  if (issue.code === "too_small" && issue.origin === "array") return `At least ${issue.minimum}.`;
  if (issue.code === "too_big" && issue.origin === "array") return `At most ${issue.maximum}.`;
  if (issue.code === "too_small" && issue.origin === "number") return `At least ${issue.minimum}.`;
  if (issue.code === "too_big" && issue.origin === "number") return `At most ${issue.maximum}.`;
  if (issue.code === "invalid_type") return "This is needed.";
  const message = issue.message.replace(
    /^Invalid string: must match pattern.*/,
    "This is not in the form that is needed.",
  );
  return message.charAt(0).toUpperCase() + message.slice(1) + (/[.!?)]$/.test(message) ? "" : ".");
}
