import { expect, test } from "vitest";
import { consentWord } from "./consent-words.ts";

test.each([
  ["STOP", "stop"],
  [" Stop. ", "stop"],
  ["stop !", "stop"],
  ["Stop  all", "stop"],
  ["PARAR", "stop"],
  ["Sair", "stop"],
  ["Arrêter", "stop"],
  ["Désabonner", "stop"],
  ["बंद करो", "stop"],
  ["إيقاف", "stop"],
  ["START", "start"],
  ["Começar", "start"],
  ["शुरू", "start"],
  ["ابدأ", "start"],
  ["please stop the music", null],
  ["stop it", null],
  ["don't stop", null],
  ["cancel", null],
  ["end", null],
  ["बद", null],
  ["", null],
  ["!", null],
  [`stop${" ".repeat(60)}`, null],
])("%j -> %s", (text, word) => {
  expect(consentWord(text)).toBe(word);
});
