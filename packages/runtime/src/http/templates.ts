/** Templates of the account, as last read from it. */

import { pathText } from "@sluice/shared/flow/problem";
import { type Template, templateSchema } from "@sluice/shared/flow/template";
import { listTemplates, putTemplates, syncTemplates, type TemplateRow } from "@sluice/shared/protocol/template";
import type { Services } from "../services.ts";
import { wholeList } from "./page.ts";
import { HttpProblem, invalid } from "./problem.ts";
import { type Route, route } from "./route.ts";

export const templateRoutes: Route[] = [
  route(listTemplates, async (_, services) => wholeList(await templateRows(services))),

  route(putTemplates, async ({ body }, services) => {
    const templates = body.templates.map(readTemplate);
    await services.store.saveTemplates(services.channel().id, templates, services.clock.now());
    await services.reload();
    services.changes.publish({ settings: true });
    return wholeList(await templateRows(services));
  }),

  route(syncTemplates, async (_, services) => {
    const synced = await services.syncTemplates().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new HttpProblem(502, "account-unreachable", "Not read", why);
    });
    await services.reload();
    services.changes.publish({ settings: true });
    return synced;
  }),
];

async function templateRows(services: Services): Promise<TemplateRow[]> {
  const flows = await services.store.flows();
  const known = await services.store.templates(services.channel().id);
  return known.map(({ template, syncedAt }) => ({
    name: template.name,
    language: template.language,
    category: template.category,
    status: template.status,
    template,
    syncedAt,
    usedBy: flows
      .filter(({ draft }) => draft.nodes.some((node) => isUse(node.config, template)))
      .map(({ id, draft }) => ({ id, name: draft.name })),
  }));
}

/** Whatever the node's type: it names the template and its language. */
function isUse(config: Record<string, unknown>, template: Template): boolean {
  return config["name"] === template.name && config["language"] === template.language;
}

function readTemplate(value: unknown, index: number): Template {
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: pathText(["templates", index, ...path]),
    message,
  }));
  throw invalid(
    "invalid-template",
    `This is not a template as Graph returns it: ${errors[0]?.path}: ${errors[0]?.message}. Nothing was changed.`,
    errors,
  );
}
