import { expect, test } from "vitest";
import { choiceByLabel, fold } from "./labels.ts";

test.each([
  ["  Sim,   Quero ", "sim, quero"],
  ["NÃO", "nao"],
  ["Ελλάδα", "ελλαδα"],
  ["مَرْحَبًا", "مرحبا"],
])("fold(%j)", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test.each([
  ["दिन", "दीन"],
  ["か", "が"],
  ["นา", "นี่"],
])("%s and %s are two words", (one, other) => {
  expect(fold(one)).not.toBe(fold(other));
});

const choices = [
  { id: "a", title: "Não, obrigado" },
  { id: "b", title: "Sim" },
];

test.each([
  ["SIM", "b"],
  ["nao, obrigado", "a"],
  ["sim!", undefined],
  ["", undefined],
])("I4 the choice that %j means", (text, id) => {
  expect(choiceByLabel(choices, text)?.id).toBe(id);
});
