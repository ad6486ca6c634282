/** The templates of the account, by name and language (WR §5.1). */
export interface TemplateRecord {
  id: string;
  name: string;
  language: string;
  category: TemplateCategory;
  status: string;
  parameter_format: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
  quality_score: { score: "GREEN" | "YELLOW" | "RED" | "UNKNOWN" };
  rejected_reason?: string | undefined;
  previous_category?: string | undefined;
  correct_category?: string | undefined;
  message_send_ttl_seconds?: number | undefined;
}

export type TemplateCategory = "MARKETING" | "UTILITY" | "AUTHENTICATION";

export interface TemplateComponent {
  type: string;
  format?: string;
  text?: string;
  buttons?: TemplateButton[];
  cards?: { components: TemplateComponent[] }[];
  [key: string]: unknown;
}

export interface TemplateButton {
  type: string;
  text?: string;
  url?: string;
  phone_number?: string;
  example?: unknown;
  [key: string]: unknown;
}

export class TemplateBook {
  readonly #templates = new Map<string, TemplateRecord>();
  #nextId = 1_000_000_000_000_001;

  get(name: string, language: string): TemplateRecord | null {
    return this.#templates.get(key(name, language)) ?? null;
  }

  byName(name: string): TemplateRecord[] {
    return this.all().filter((template) => template.name === name);
  }

  byId(id: string): TemplateRecord | null {
    return this.all().find((template) => template.id === id) ?? null;
  }

  /** In the order they were made. */
  all(): TemplateRecord[] {
    return [...this.#templates.values()];
  }

  /** Adds it, or replaces the one with that name and language and keeps its id. */
  put(template: Omit<TemplateRecord, "id"> & { id?: string | undefined }): TemplateRecord {
    const at = key(template.name, template.language);
    const id = this.#templates.get(at)?.id ?? template.id ?? String(this.#nextId);
    this.#nextId = Math.max(this.#nextId, Number(id) + 1);
    const record = { ...template, id };
    this.#templates.set(at, record);
    return record;
  }

  delete(template: TemplateRecord): void {
    this.#templates.delete(key(template.name, template.language));
  }
}

export function componentOf(components: TemplateComponent[], type: string): TemplateComponent | null {
  return components.find((component) => component.type.toUpperCase() === type) ?? null;
}

export function buttonsOf(components: TemplateComponent[]): TemplateButton[] {
  return componentOf(components, "BUTTONS")?.buttons ?? [];
}

/** `placeholdersIn("Hi {{1}}, {{2}}")` -> ["1", "2"]; each once. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ""))];
}

function key(name: string, language: string): string {
  return `${name}\n${language}`;
}
