/**
 * Every node type shows what it does in its `examples.json`; here they are run. Each is one node with an end behind every
 * port (but those `unconnected`), visited on 2026-11-23 at 10:00 UTC by Asha, who has just written unless `window` is
 * "closed". `expect` names only what the example is about; variables and fields are compared whole when named.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import { nodeTypes } from "./registry.ts";
import { type Example, exampleFlow, playExample, portsOf } from "./test-play-example.ts";

const examplesOf = (type: string) =>
  JSON.parse(readFileSync(new URL(`./${type}/examples.json`, import.meta.url), "utf8")) as Example[];

describe.each(nodeTypes.map((definition) => [definition.type, definition] as const))("%s", (type, definition) => {
  const examples = examplesOf(type);

  test.each(examples.map((example) => [example.title, example] as const))("%s", (_, example) => {
    const seen = playExample(type, example);
    const { sends, leaves, ends, waits, variables, fields, handOff, consent, notes, raises, calls } = example.expect;
    expect({ leaves: seen.leaves, waits: seen.waits?.for }).toEqual({ leaves, waits: waits?.for });
    if (waits?.until !== undefined) expect(seen.waits?.until).toBe(waits.until);
    if (sends) expect(seen.sends).toEqual(sends);
    if (ends !== undefined) expect(seen.reason).toBe(ends);
    if (variables) expect(seen.variables).toEqual(variables);
    if (fields) expect(seen.fields).toEqual(fields);
    if (handOff) expect(seen.handOff).toEqual(handOff);
    if (consent) expect(seen.consent).toBe(consent);
    if (notes) expect(seen.notes).toEqual(notes);
    if (raises) expect(seen.raises).toEqual(raises);
    if (calls) expect(seen.calls).toEqual(calls);
  });

  test("every port is taken by an example", () => {
    const ports = examples.flatMap((example) => portsOf(type, example));
    expect(new Set(examples.flatMap((example) => playExample(type, example).leaves ?? []))).toEqual(new Set(ports));
  });

  test("says everything about itself for every example, and for a new node", () => {
    const known = examples.map((example) => ({ config: example.config, flow: exampleFlow(type, example) }));
    const empty: FlowDocument = { formatVersion: 1, id: "f", name: "f", nodes: [], edges: [] };
    for (const { config: raw, flow } of [...known, { config: definition.initial, flow: empty }]) {
      const config = definition.schema.parse(raw);
      const context = flowContext(flow);
      const ports = definition.ports(config, context).map((port) => port.id);
      expect(new Set(ports).size).toBe(ports.length);
      const facts = definition.facts(config, context);
      for (const way of facts.ways) {
        expect(ports).toContain(way.port);
        expect(way.min).toBeLessThanOrEqual(way.max);
      }
      if (definition.run) expect(new Set(facts.ways.map((way) => way.port))).toEqual(new Set(ports));
      expect(typeof definition.summary(config, context)).toBe("string");
      expect((definition.kindLine?.(config, context) ?? definition.title).length).toBeGreaterThan(0);
      definition.preview?.(config, context);
      for (const problem of definition.check?.(config, context) ?? []) expect(problem.message).toMatch(/\.$/);
    }
  });

  test("what its facts say it sends, waits and writes, it does", () => {
    for (const example of examples) {
      const facts = definition.facts(definition.schema.parse(example.config), flowContext(exampleFlow(type, example)));
      // What a called flow does is that flow's to say.
      if (facts.calls) continue;
      const seen = playExample(type, example);
      if (seen.commands.some((command) => command.kind === "send-message")) expect(facts.send).not.toBeNull();
      if (seen.waits) expect(facts.waits).toBe(true);
      const written = Object.keys(seen.variables).filter((name) => !(name in (example.given?.variables ?? {})));
      expect(facts.writes).toEqual(expect.arrayContaining(written));
    }
  });
});
