/** `GET POST DELETE /{waba-id}/message_templates` (WR §7). */

import { GraphError } from "./graph-error.ts";
import type { GraphRequest } from "./graph-request.ts";
import type { TemplateRecord } from "./template-book.ts";
import { changeTemplateStatus } from "./template-changes.ts";
import { readTemplate } from "./template-rules.ts";
import type { World } from "./world.ts";

const PAGE = 25;
const MAX_PAGE = 1_000;
/** What comes back when no fields are asked for. */
const DEFAULT_FIELDS = [
  "name",
  "parameter_format",
  "components",
  "language",
  "status",
  "category",
  "previous_category",
  "id",
];
const REVIEW_TAKES = 500;

export function listTemplates(world: World, request: GraphRequest) {
  const { query } = request;
  const filters = ["name", "language", "status", "category"] as const;
  const found = world.templates.all().filter((template) =>
    filters.every((filter) => {
      const wanted = query.get(filter);
      return (
        wanted === null ||
        (filter === "name" ? template.name === wanted : template[filter].toUpperCase() === wanted.toUpperCase())
      );
    }),
  );
  const limit = readLimit(query.get("limit"));
  const start = readCursor(query.get("after"), 1) ?? Math.max(0, (readCursor(query.get("before"), 0) ?? 0) - limit);
  const page = found.slice(start, start + limit);
  const fields =
    query
      .get("fields")
      ?.split(",")
      .map((field) => field.trim()) ?? DEFAULT_FIELDS;
  return {
    data: page.map((template) => pick(template, [...fields, "id"])),
    ...paging(request, { start, end: start + page.length, total: found.length }),
  };
}

/** Approved at once: in the demo nobody reviews. The webhook of the approval follows a moment later. */
export function createTemplate(world: World, body: unknown) {
  const draft = readTemplate(body, { review: world.reviewTemplates });
  if (world.templates.get(draft.name, draft.language)) {
    throw new GraphError(100, `There is already a template "${draft.name}" in ${draft.language}.`, {
      subcode: 2388024,
      title: "Content in this language already exists",
    });
  }
  const template = world.templates.put({ ...draft, status: "APPROVED", quality_score: { score: "UNKNOWN" } });
  world.listeners.tell({ type: "template", name: template.name });
  world.clock.schedule(world.clock.now() + REVIEW_TAKES, async () => {
    if (template.status === "APPROVED") await changeTemplateStatus(world, template, "APPROVED");
  });
  return { id: template.id, status: template.status, category: template.category };
}

/** By name: all languages; with `hsm_id`: the one. */
export function deleteTemplates(world: World, request: GraphRequest) {
  const name = request.query.get("name");
  if (!name) throw new GraphError(100, "The parameter name is required.");
  const id = request.query.get("hsm_id");
  const found = world.templates.byName(name).filter((template) => id === null || template.id === id);
  if (found.length === 0)
    throw new GraphError(100, `There is no template "${name}"${id === null ? "" : ` with the id ${id}`}.`, {
      subcode: 2593002,
    });
  for (const template of found) world.templates.delete(template);
  world.listeners.tell({ type: "template", name });
  return { success: true };
}

function pick(template: TemplateRecord, fields: string[]): Record<string, unknown> {
  const values: Record<string, unknown> = { ...template };
  return Object.fromEntries(
    fields.filter((field) => values[field] !== undefined).map((field) => [field, values[field]]),
  );
}

function paging(request: GraphRequest, range: { start: number; end: number; total: number }) {
  if (range.end === range.start) return {};
  const next = new URLSearchParams(request.query);
  next.delete("access_token");
  next.delete("before");
  next.set("after", cursor(range.end - 1));
  return {
    paging: {
      cursors: { before: cursor(range.start), after: cursor(range.end - 1) },
      ...(range.end < range.total
        ? { next: `${request.baseUrl}/${request.version || "v25.0"}${request.path}?${next}` }
        : {}),
    },
  };
}

function readLimit(text: string | null): number {
  const limit = text === null ? PAGE : Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    throw new GraphError(100, `Param limit must be a whole number from 1; it is "${text}".`);
  return Math.min(limit, MAX_PAGE);
}

function cursor(index: number): string {
  return Buffer.from(String(index)).toString("base64url");
}

function readCursor(text: string | null, step: number): number | null {
  if (text === null) return null;
  const index = Number(Buffer.from(text, "base64url").toString("utf8"));
  if (!Number.isInteger(index) || index < 0) throw new GraphError(100, `This is not a cursor of this list: "${text}".`);
  return index + step;
}
