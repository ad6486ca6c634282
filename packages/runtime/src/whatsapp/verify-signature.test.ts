import { createHmac } from "node:crypto";
import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { verifySignature } from "./verify-signature.ts";

const secret = "app-secret";
const body = Buffer.from('{"object":"whatsapp_business_account","entry":[{"id":"1","text":"olá \\u00e9"}]}');
const sign = (bytes: Buffer, key = secret) => `sha256=${createHmac("sha256", key).update(bytes).digest("hex")}`;
const good = sign(body);

test("S10: a body signed with the app secret is accepted", () => {
  expect(verifySignature(body, good, secret)).toBe(true);
  expect(verifySignature(Buffer.alloc(0), sign(Buffer.alloc(0)), secret)).toBe(true);
});

test.each([
  ["no header", undefined],
  ["an empty header", ""],
  ["the prefix in another case", good.replace("sha256", "SHA256")],
  ["the digits in another case", `sha256=${good.slice(7).toUpperCase()}`],
  ["no prefix", good.slice(7)],
  ["another algorithm", good.replace("sha256", "sha1")],
  ["digits that are none", `sha256=${"g".repeat(64)}`],
  ["too few digits", good.slice(0, -2)],
  ["an odd number of digits", good.slice(0, -1)],
  ["too many digits", `${good}00`],
  ["a second header joined by a comma", `${good}, ${good}`],
  ["a good header after a bad one", `sha256=${"0".repeat(64)},${good}`],
  ["a space in front", ` ${good}`],
  ["a line break at the end", `${good}\n`],
  ["another app's secret", sign(body, "other-secret")],
  ["the signature of an empty secret", sign(body, "")],
])("S10: %s is refused", (_, header) => {
  expect(verifySignature(body, header, secret)).toBe(false);
});

test("S10: an empty secret accepts nothing, not even its own signature", () => {
  expect(verifySignature(body, sign(body, ""), "")).toBe(false);
});

test("S10: one flipped bit at any place of the body or of the signature is refused", () => {
  for (let bit = 0; bit < body.length * 8; bit += 1) {
    const changed = Buffer.from(body);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(verifySignature(changed, good, secret)).toBe(false);
  }
  const digest = Buffer.from(good.slice(7), "hex");
  for (let bit = 0; bit < digest.length * 8; bit += 1) {
    const changed = Buffer.from(digest);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(verifySignature(body, `sha256=${changed.toString("hex")}`, secret)).toBe(false);
  }
});

test("S10: the same JSON in other bytes is refused", () => {
  const reencoded = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
  expect(verifySignature(reencoded, good, secret)).toBe(false);
});

property.prop([fc.string()])("S10: any other header is refused and never throws", (header) => {
  expect(verifySignature(body, header, secret)).toBe(header === good);
});
