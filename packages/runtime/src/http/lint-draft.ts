/** Lint as the API asks it: with the account's templates (D16) and the channel's gate and rule set. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import { type LintReport, lintFlow } from "@sluice/shared/lint/lint-flow";
import { flowsCalled } from "../account/flows-called.ts";
import type { Services } from "../services.ts";

export async function lintDraft(services: Services, document: FlowDocument): Promise<LintReport> {
  return lintFlow(document, await lintOptions(services, document));
}

export async function lintOptions(services: Services, document: FlowDocument) {
  return { ...(await channelOptions(services)), flows: await flowsCalled(services.store, document) };
}

async function channelOptions(services: Services) {
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
    const options = await channelOptions(services);
    const against = JSON.stringify(options);
    if (against !== this.#against || this.#reports.size > MOST_REMEMBERED) this.#reports.clear();
    this.#against = against;
    const reports: LintReport[] = [];
    for (const { id, version, draft } of drafts) {
      const flows = await flowsCalled(services.store, draft);
      // Of few drafts, and small: what they call is part of what they are checked against.
      const key = flows.length === 0 ? `${id}@${version}` : `${id}@${version} ${JSON.stringify(flows)}`;
      const report = this.#reports.get(key) ?? lintFlow(draft, { ...options, flows });
      this.#reports.set(key, report);
      reports.push(report);
    }
    return reports;
  }
}
