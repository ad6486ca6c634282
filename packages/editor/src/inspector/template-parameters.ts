/** Parameters of a config, which may stand as a list (1, 2, …) or by name. */
export function parametersIn(value: unknown): Record<string, string> {
  if (Array.isArray(value)) return Object.fromEntries(value.map((text, index) => [String(index + 1), String(text)]));
  return typeof value === "object" && value !== null ? { ...(value as Record<string, string>) } : {};
}
