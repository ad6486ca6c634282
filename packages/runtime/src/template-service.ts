/** The account's templates: the category that counts is the one they have there when a message is sent (D16). */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { type Template, templateKey } from "@sluice/shared/flow/template";
import type { Clock } from "./clock.ts";
import { crashpoint } from "./crashpoint.ts";
import type { Store } from "./store/store.ts";
import type { WhatsAppClient } from "./whatsapp/client.ts";
import { readTemplates } from "./whatsapp/templates.ts";

export interface TemplateServiceSettings {
  store: Store;
  client: Pick<WhatsAppClient, "listTemplates" | "createTemplate">;
  clock: Clock;
  channel: string;
  wabaId: string;
  emulated: boolean;
  /** What is different now (L8). */
  compared(before: readonly Template[], after: readonly Template[]): Promise<void>;
}

export class TemplateService {
  readonly #settings: TemplateServiceSettings;

  constructor(settings: TemplateServiceSettings) {
    this.#settings = settings;
  }

  /** Rejects with a sentence when the account cannot be read; what was known stays. */
  async sync(): Promise<{ count: number }> {
    const { client, store, clock, channel, wabaId, compared } = this.#settings;
    const answer = await client.listTemplates(wabaId);
    if (answer.kind !== "ok") {
      throw new Error(
        `The templates could not be read from WhatsApp: ${answer.kind === "rejected" ? `error ${answer.code}, ${answer.details}` : answer.why}. What was known before is kept.`,
      );
    }
    const { templates } = readTemplates(answer.value);
    crashpoint("templates-read");
    const before = (await store.templates(channel)).map(({ template }) => template);
    await store.saveTemplates(channel, templates, clock.now());
    crashpoint("templates-saved");
    await compared(before, templates);
    return { count: templates.length };
  }

  /** The emulator gets what a flow brings along, as approved; a real account must have it already. */
  async ensure(flow: FlowDocument): Promise<{ missing: string[] }> {
    const { client, store, channel, wabaId, emulated } = this.#settings;
    await this.sync();
    const known = new Set(
      (await store.templates(channel)).map(({ template }) => templateKey(template.name, template.language)),
    );
    const missing = (flow.templates ?? []).filter(
      (template) => !known.has(templateKey(template.name, template.language)),
    );
    if (!emulated) return { missing: missing.map((template) => `${template.name} (${template.language})`) };
    const refused: string[] = [];
    for (const { name, language, category, components, parameter_format } of missing) {
      const body = { name, language, category, components, ...(parameter_format ? { parameter_format } : {}) };
      const answer = await client.createTemplate(wabaId, body);
      if (answer.kind !== "ok")
        refused.push(`${name} (${language}): ${answer.kind === "rejected" ? answer.details : answer.why}`);
    }
    if (missing.length > 0) await this.sync();
    return { missing: refused };
  }
}
