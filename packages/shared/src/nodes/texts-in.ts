/** Texts wherever they stand in a config: for what it reads, and to resolve them. */

/** Every text in it, in order. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The same with every text resolved. What comes out empty, and was not, is left out of objects: WhatsApp takes no empty fields. */
export function resolveTexts<Value>(value: Value, resolve: (text: string) => string): Value {
  if (typeof value === "string") return resolve(value) as Value;
  if (Array.isArray(value)) return value.map((item: unknown) => resolveTexts(item, resolve)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, resolveTexts(part, resolve)] as const);
  return Object.fromEntries(entries.filter(([, part]) => part !== "" && part !== undefined)) as Value;
}
