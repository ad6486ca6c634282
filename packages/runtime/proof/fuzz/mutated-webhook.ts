/** Bodies that are JSON and nearly what WhatsApp posts: values of other kinds, lists that repeat, keys too many or missing. */
import { fc } from "@fast-check/vitest";

const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    "",
    0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER + 2,
    "\ud800",
    "\u0000",
    "__proto__",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom("STOP", "START", "hello", "1795428000", "99999999999999", "5511900000002", "US.13491208655302741919"),
);

type Edit =
  | { kind: "replace"; value: unknown }
  | { kind: "remove" }
  | { kind: "wrap"; times: number }
  | { kind: "repeat"; times: number }
  | { kind: "lengthen"; times: number }
  | { kind: "add"; key: string; value: unknown };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: scalar.map((value): Edit => ({ kind: "replace", value })) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value): Edit => ({ kind: "replace", value })) },
  { weight: 3, arbitrary: fc.constant<Edit>({ kind: "remove" }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((times): Edit => ({ kind: "wrap", times })) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 20 }).map((times): Edit => ({ kind: "repeat", times })) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 5_000 }).map((times): Edit => ({ kind: "lengthen", times })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        key: fc.constantFrom("__proto__", "constructor", "toString", "id", "type", "", "errors"),
        value: scalar,
      })
      .map((made): Edit => ({ kind: "add", ...made })),
  },
);

/** The text of a body. */
export function mutatedWebhook(seeds: readonly object[]): fc.Arbitrary<string> {
  return fc
    .record({
      seed: fc.constantFrom(...seeds),
      edits: fc.array(fc.record({ at: fc.nat(), edit }), { minLength: 1, maxLength: 6 }),
      // Else nearly everything after the first would be a duplicate.
      fresh: fc.nat(),
    })
    .map(({ seed, edits, fresh }) => {
      const body = JSON.parse(JSON.stringify(seed).replaceAll('"wamid.in-', `"wamid.in-${fresh}-`)) as object;
      for (const one of edits) apply(body, one.at, one.edit);
      return JSON.stringify(body);
    });
}

interface Slot {
  holder: Record<string, unknown>;
  key: string;
}

function apply(body: object, at: number, change: Edit): void {
  const slots = [...slotsOf(body)];
  const slot = slots[at % slots.length];
  if (!slot) return;
  const { holder, key } = slot;
  const value = holder[key];
  switch (change.kind) {
    case "replace":
      return put(holder, key, change.value);
    case "remove":
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case "wrap": {
      let wrapped = value;
      for (let time = 0; time < change.times; time += 1) wrapped = time % 2 === 0 ? [wrapped] : { inner: wrapped };
      return put(holder, key, wrapped);
    }
    case "repeat":
      return put(
        holder,
        key,
        Array.isArray(value) ? Array.from({ length: change.times }, () => value).flat() : [value, value],
      );
    case "lengthen":
      return put(holder, key, `${String(value)}${"x".repeat(change.times)}`);
    case "add":
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        put(value as Record<string, unknown>, change.key, change.value);
  }
}

/** `__proto__` as a key of its own, as JSON.parse makes it. */
function put(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function* slotsOf(holder: object): Generator<Slot> {
  for (const [key, value] of Object.entries(holder)) {
    yield { holder: holder as Record<string, unknown>, key };
    if (typeof value === "object" && value !== null) yield* slotsOf(value);
  }
}
