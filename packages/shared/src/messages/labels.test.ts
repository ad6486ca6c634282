import { expect, test } from "vitest";
import { choiceByLabel, fold } from "./labels.ts";
import { isOneTypo } from "./typo.ts";

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

test.each([
  ["expres", "express", true],
  ["exprress", "express", true],
  ["exptess", "express", true],
  ["xepress", "express", true],
  ["express", "express", false],
  ["exprse", "express", false],
  ["", "a", true],
  ["ab", "ba", true],
  ["abc", "cba", false],
])("%j for %j is one typo: %s", (written, meant, is) => {
  expect(isOneTypo(written, meant)).toBe(is);
});
