/**
 * When a template of the account changes, every flow that uses it is checked again and its people are told (L8): a notice on
 * the flow, kept until somebody puts it away. What waits to be sent with it is decided anew by whoever reloads (D13, D17).
 */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { type Template, templateKey } from "@sluice/shared/flow/template";
import { type LintOptions, lintFlow } from "@sluice/shared/lint/lint-flow";
import type { Clock } from "../clock.ts";
import { newId } from "../store/ids.ts";
import type { ChannelRecord, Notice, Store } from "../store/store.ts";
import type { TemplateCategoryChanged, TemplateStatusChanged } from "../whatsapp/webhook-event.ts";
import { flowsCalled } from "./flows-called.ts";

export interface TemplateWatchSettings {
  store: Store;
  clock: Clock;
  channel(): ChannelRecord;
}

interface Change {
  template: Template;
  code: "template-status" | "template-category" | "template-announced";
  params: Notice["params"];
}

export class TemplateWatch {
  readonly #settings: TemplateWatchSettings;

  constructor(settings: TemplateWatchSettings) {
    this.#settings = settings;
  }

  /** What WhatsApp told about one template, kept at once, without asking the account. False: it is not known here. */
  async told(event: TemplateStatusChanged | TemplateCategoryChanged): Promise<boolean> {
    const { store, clock, channel } = this.#settings;
    const before = (await store.templates(channel().id)).map(({ template }) => template);
    const known = before.find(({ name, language }) => name === event.name && sameLanguage(language, event.language));
    if (!known) return false;
    const after = before.map((template) => (template === known ? changed(known, event) : template));
    await store.saveTemplates(channel().id, after, clock.now());
    await this.compared(before, after);
    if (event.type === "template-category" && event.announced !== undefined && event.announced !== known.category)
      await this.#tell(before, after, {
        template: known,
        code: "template-announced",
        params: { to: event.announced.toUpperCase() },
      });
    return true;
  }

  /** A send met 132015 or 132016: the account says otherwise than we knew. */
  async stopped(name: string, language: string, status: "PAUSED" | "DISABLED"): Promise<void> {
    const { store, clock, channel } = this.#settings;
    const before = (await store.templates(channel().id)).map(({ template }) => template);
    const after = before.map((template) =>
      template.name === name && template.language === language ? { ...template, status } : template,
    );
    await store.saveTemplates(channel().id, after, clock.now());
    await this.compared(before, after);
  }

  /** Tells the flows of everything that is different in the second list. */
  async compared(before: readonly Template[], after: readonly Template[]): Promise<void> {
    const known = new Map(before.map((template) => [templateKey(template.name, template.language), template]));
    for (const template of after) {
      const old = known.get(templateKey(template.name, template.language));
      if (!old) continue;
      if (old.status !== template.status)
        await this.#tell(before, after, {
          template,
          code: "template-status",
          params: { from: old.status, to: template.status },
        });
      if (old.category !== template.category)
        await this.#tell(before, after, {
          template,
          code: "template-category",
          params: { from: old.category, to: template.category },
        });
    }
  }

  async #tell(before: readonly Template[], after: readonly Template[], change: Change): Promise<void> {
    const { store, clock, channel } = this.#settings;
    const { gate, ruleSet } = channel();
    const { name, language } = change.template;
    const expected =
      change.code === "template-announced"
        ? after.map((template) =>
            isSame(template, change.template)
              ? { ...template, category: change.params["to"] as Template["category"] }
              : template,
          )
        : after;
    for (const flow of await store.flows()) {
      const published = flow.published === null ? null : await store.revision(flow.id, flow.published);
      const documents = [flow.draft, ...(published ? [published.document] : [])];
      if (!documents.some((document) => usesTemplate(document, change.template))) continue;
      const fresh: number[] = [];
      for (const document of documents) {
        const options = { gate, ruleSet, flows: await flowsCalled(store, document) };
        fresh.push(newFindings(document, { ...options, templates: before }, { ...options, templates: expected }));
      }
      const at = clock.now();
      await store.addNotice({
        id: newId("n", at),
        subject: `flow:${flow.id}`,
        at,
        code: change.code,
        params: {
          name,
          language,
          ...change.params,
          findings: fresh[0] ?? 0,
          published: published ? (fresh[1] ?? 0) : null,
        },
      });
    }
  }
}

/** Whatever the node's type: it names the template and its language. */
function usesTemplate(document: FlowDocument, { name, language }: Pick<Template, "name" | "language">): boolean {
  return document.nodes.some(({ config }) => config["name"] === name && config["language"] === language);
}

function isSame(one: Template, other: Template): boolean {
  return one.name === other.name && one.language === other.language;
}

/** Warnings and errors that were not there before. */
function newFindings(document: FlowDocument, before: LintOptions, after: LintOptions): number {
  const keys = (options: LintOptions) =>
    lintFlow(document, options)
      .findings.filter(({ severity, suppressed }) => !suppressed && (severity === "error" || severity === "warning"))
      .map(({ code, node }) => `${code} ${node ?? ""}`);
  const known = new Set(keys(before));
  return keys(after).filter((key) => !known.has(key)).length;
}

function changed(template: Template, event: TemplateStatusChanged | TemplateCategoryChanged): Template {
  if (event.type === "template-category") {
    const category = event.category.toUpperCase();
    return category === "MARKETING" || category === "UTILITY" || category === "AUTHENTICATION"
      ? { ...template, category }
      : template;
  }
  const status = STATUS_OF[event.status.toUpperCase()] ?? event.status.toUpperCase();
  return status === "" ? template : { ...template, status };
}

/** Events whose name is not the status they lead to; an empty one leaves it as it was. */
const STATUS_OF: Record<string, string> = { REINSTATED: "APPROVED", UNARCHIVED: "APPROVED", FLAGGED: "" };

/** "en-US" in some webhooks is "en_US" in the account. */
function sameLanguage(one: string, other: string): boolean {
  return one.replace("-", "_").toLowerCase() === other.replace("-", "_").toLowerCase();
}
