import { expect, test } from "vitest";
import { needsOfText } from "./needs.ts";

test.each([
  ["Hello", []],
  ["{{ size }} and {{ size }}", ["size"]],
  ["{{ contact.name }}", []],
  ["{{ default(nick, 'friend') }}", []],
  ["{{ nick | default('friend') }}", []],
  ["{{ default(nick, name) }}", ["name"]],
  ["{{ nick or 'friend' }}", []],
  ["{{ nick or name }}", ["name"]],
  ["{{ size ? size : 'any' }}", []],
  ["{{ size == 'L' ? 'large' : colour }}", ["colour"]],
  ["{{ is_empty(size) }}", []],
  ["{{ count + 1 }}", ["count"]],
  ["{{ not closed", []],
])("what %s needs", (source, needs) => {
  expect(needsOfText(source)).toEqual(needs);
});
