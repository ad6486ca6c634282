/** Where the generated form is not enough: which fields stand together, and which another part of the inspector edits. */
import type { FlowContext } from "@sluice/shared/nodes/definition";
import { awaitsDelivery, type TemplateConfig, templateOf, waitsForAnswer } from "@sluice/shared/nodes/template/config";

export interface FormSection {
  title: string;
  keys: readonly string[];
  /** Exactly one of the keys is set. */
  exclusive?: boolean;
}

const FORMS: Record<string, readonly FormSection[]> = {
  delay: [{ title: "Wait", keys: ["duration", "untilTime", "untilDate"], exclusive: true }],
  template: [
    { title: "Template", keys: ["name"] },
    { title: "Answer", keys: ["waitForAnswer", "timeout", "awaitDelivery"] },
  ],
};

/** Edited by the template pickers and by the Gate section. */
export const handMadeFields: readonly string[] = [
  "template.language",
  "template.parameters",
  "template.whenHeld",
  "template.deadline",
  "template.prefer",
  "template.interactiveTwin",
  "template.retries",
  "marketing-allowance.language",
];

/** Sections of a node type's form; one section with all fields where nothing else is said. */
export function formSections(type: string, keys: readonly string[]): readonly FormSection[] {
  const known = FORMS[type];
  if (!known) return keys.length > 0 ? [{ title: "Settings", keys }] : [];
  const placed = new Set([
    ...known.flatMap((section) => section.keys),
    ...handMadeFields.map((field) => field.replace(`${type}.`, "")),
  ]);
  const rest = keys.filter((key) => !placed.has(key));
  return rest.length > 0 ? [...known, { title: "More", keys: rest }] : known;
}

/** What holds while a key is not set, where it depends on the template and the schema alone cannot say it. */
export function usualValue(type: string, key: string, config: Record<string, unknown>, context: FlowContext): unknown {
  if (type !== "template") return undefined;
  const { waitForAnswer: _waits, awaitDelivery: _awaits, ...rest } = config as TemplateConfig;
  const found = templateOf(rest, context);
  if (key === "waitForAnswer") return waitsForAnswer(rest, found);
  return key === "awaitDelivery" ? awaitsDelivery(rest, found) : undefined;
}

/** Some fields mean something only beside another one's value. */
export function isShown(type: string, key: string, config: Record<string, unknown>): boolean {
  return type !== "ask" || key !== "choices" || config["answer"] === "choice";
}
