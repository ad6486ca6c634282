/** Lint as the API asks it: with the account's templates (D16) and the channel's gate and rule set. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import { type LintReport, lintFlow } from "@sluice/shared/lint/lint-flow";
import type { Services } from "../services.ts";

export async function lintDraft(services: Services, document: FlowDocument): Promise<LintReport> {
  return lintFlow(document, await lintOptions(services));
}

export async function lintOptions(services: Services) {
  const { gate, ruleSet } = services.channel();
  return { templates: await accountTemplates(services), gate, ruleSet };
}

async function accountTemplates(services: Services): Promise<Template[]> {
  return (await services.store.templates(services.channel().id)).map(({ template }) => template);
}

const MOST_REMEMBERED = 1_000;

/** Findings of drafts, kept while neither the draft nor what it is checked against changes: the list of flows asks often. */
export class DraftLint {
  readonly #reports = new Map<string, LintReport>();
  #against = "";

  async of(services: Services, drafts: readonly { id: string; version: number; draft: FlowDocument }[]) {
    const options = await lintOptions(services);
    const against = JSON.stringify(options);
    if (against !== this.#against || this.#reports.size > MOST_REMEMBERED) this.#reports.clear();
    this.#against = against;
    return drafts.map(({ id, version, draft }) => {
      const key = `${id}@${version}`;
      const report = this.#reports.get(key) ?? lintFlow(draft, options);
      this.#reports.set(key, report);
      return report;
    });
  }
}
