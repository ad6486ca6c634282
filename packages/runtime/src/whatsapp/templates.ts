/** From the Graph API's list of templates to ours (WR §5.1). */
import { type Template, templateCategorySchema, templateKey, templateSchema } from "@sluice/shared/flow/template";
import { type JsonObject, listOf, objectOf, textOf } from "./read-json.ts";

export interface ReadTemplates {
  templates: Template[];
  /** What was left out, and why; one sentence each, for people. */
  notes: string[];
}

/** Lenient with parts we do not need, strict with what decides a send: name, language, category. Never throws. */
export function readTemplates(list: readonly unknown[]): ReadTemplates {
  const read = new Map<string, Template>();
  const notes: string[] = [];
  for (const [position, item] of list.entries()) {
    const graph = objectOf(item);
    const name = textOf(graph?.["name"]);
    const language = textOf(graph?.["language"]) ?? textOf(objectOf(graph?.["language"])?.["code"]);
    if (!graph || name === undefined || language === undefined) {
      notes.push(`Template ${position + 1} of the list has no name or no language and was left out.`);
      continue;
    }
    const title = `${name} (${language})`;
    const category = templateCategorySchema.safeParse(textOf(graph["category"])?.toUpperCase());
    if (!category.success) {
      notes.push(
        `${title} has the category ${textOf(graph["category"]) ?? "none"}, which is not known; it was left out.`,
      );
      continue;
    }
    const components = readComponents(graph, title, notes);
    const parsed = templateSchema.safeParse({
      ...readRest(graph, title, notes),
      name,
      language,
      category: category.data,
      components,
    });
    const key = templateKey(name, language);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      notes.push(`${title} cannot be read at ${issue?.path.join(".")}: ${issue?.message}. It was left out.`);
    } else if (read.has(key)) notes.push(`${title} is in the list twice; the first one counts.`);
    else read.set(key, parsed.data);
  }
  return { templates: [...read.values()], notes };
}

function readRest(graph: JsonObject, title: string, notes: string[]): Record<string, unknown> {
  const { components: _, ...rest } = withoutNulls(graph);
  const id = textOf(rest["id"]);
  const status = textOf(rest["status"])?.toUpperCase();
  const format = textOf(rest["parameter_format"])?.toUpperCase();
  const isKnown = format === "NAMED" || format === "POSITIONAL";
  if (format !== undefined && !isKnown) notes.push(`${title}: the parameter format ${format} is not known; dropped.`);
  delete rest["id"];
  delete rest["parameter_format"];
  return {
    ...rest,
    ...(id !== undefined && { id }),
    // Without a status nothing says that it may be sent.
    status: status ?? "PENDING",
    ...(isKnown && { parameter_format: format }),
  };
}

function readComponents(graph: JsonObject, title: string, notes: string[]): JsonObject[] {
  return listOf(graph["components"]).flatMap((item) => {
    const component = objectOf(item);
    if (!component || textOf(component["type"]) === undefined) {
      notes.push(`${title}: a component without a type was dropped.`);
      return [];
    }
    const buttons = listOf(component["buttons"]).flatMap((button) => {
      const read = objectOf(button);
      return read && textOf(read["type"]) !== undefined ? [withoutNulls(read)] : [];
    });
    if (buttons.length < listOf(component["buttons"]).length)
      notes.push(`${title}: a button without a type was dropped.`);
    return [{ ...withoutNulls(component), ...(Array.isArray(component["buttons"]) && { buttons }) }];
  });
}

/** The Graph API writes null for what is not there. */
function withoutNulls(value: JsonObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
}
