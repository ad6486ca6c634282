/** Careful reading of JSON that others wrote: every function takes anything and throws nothing. */
import type { Instant } from "@sluice/shared/time/instant";

export type JsonObject = { readonly [key: string]: unknown };

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that says something; ids sometimes come as numbers. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Seconds since 1970, as text or number, to an instant. Later than the year 2900 is a mistake. */
export function instantOf(value: unknown): Instant | undefined {
  const seconds = numberOf(value);
  return seconds !== undefined && seconds >= 0 && seconds < 30_000_000_000 ? Math.floor(seconds * 1_000) : undefined;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> } & {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
};

/** `present({ a: 1, b: undefined })` -> `{ a: 1 }`: optional properties are absent rather than undefined. */
export function present<const T extends object>(value: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) if (part !== undefined) kept[key] = part;
  return kept as Present<T>;
}

/** How deep webhooks and the answers of forms may be nested (reliability.md §2.1). */
export const maximumDepth = 32;

/** Is anything nested deeper than this? Stops at the limit, so that depth costs no stack. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeperThan(item, limit - 1));
  return Object.values(value).some((item) => isDeeperThan(item, limit - 1));
}
