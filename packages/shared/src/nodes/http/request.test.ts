/** What `{{ }}` put into a request stays inside of its place: E-33. */
import { expect, test } from "vitest";
import { compileText } from "../../expression/text-template.ts";
import type { Json } from "../../flow/json.ts";
import type { Resolver } from "../definition.ts";
import { type HttpConfig, httpSchema } from "./config.ts";
import { fillRequest } from "./request.ts";

const known: Record<string, Json> = {
  id: "7/../admin?x=1&y#z",
  home: "https://shop.example/api",
  half: "\ud800",
  name: 'Ana "A" \\',
  sizes: [40, 41],
};
/** Whole texts of one expression, as in the engine; the names above are all there is. */
const resolve: Resolver = {
  text: (source) => {
    const value = stored(source);
    return typeof value === "string" ? value : JSON.stringify(value);
  },
  stored: stored,
  value: (name) => known[name] ?? null,
  truth: () => false,
};

function stored(source: string): Json {
  const compiled = compileText(source);
  const [part] = compiled.ok ? compiled.text.parts : [];
  return part === undefined || typeof part === "string" ? source : (known[part.source.trim()] ?? null);
}

const filled = (config: Partial<HttpConfig>) =>
  fillRequest(httpSchema.parse({ method: "POST", url: "https://shop.example/", ...config }), resolve);

test.each([
  ["https://shop.example/orders/{{ id }}", "https://shop.example/orders/7%2F..%2Fadmin%3Fx%3D1%26y%23z"],
  ["{{ home }}/orders", "https://shop.example/api/orders"],
  ["https://shop.example/{{ half }}", "https://shop.example/%EF%BF%BD"],
])("E-33 the address %s", (url, expected) => {
  expect(filled({ url })).toMatchObject({ ok: true, request: { url: expected } });
});

test("E-33 in JSON a text is escaped for the quotes around it, any other value stands as JSON", () => {
  const body = '{ "name": "{{ name }}", "sizes": {{ sizes }}, "none": {{ nothing }} }';
  const request = filled({ body });
  expect(request.ok && JSON.parse(request.request.body ?? "")).toEqual({
    name: 'Ana "A" \\',
    sizes: [40, 41],
    none: null,
  });
});

test.each<[string, Partial<HttpConfig>, RegExp]>([
  ["an address that is none", { url: "{{ name }}/x" }, /does not begin with https/],
  ["a body that is no JSON", { body: '{ "name": {{ nothing' + " }} , }" }, /not JSON/],
])("E-33 %s is not called", (_, config, problem) => {
  expect(filled(config)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
});
