/** Bytes near to a body: flipped, cut, doubled, mixed with another, and with the words that parsers stumble over. */
import type { Random } from "../support/random.ts";

/** Each is JSON by itself. */
const VALUES = [
  "null",
  "true",
  "[]",
  "{}",
  "-1",
  "0",
  "1e308",
  "-0",
  "9007199254740993",
  "1.5e-320",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud83d"',
  '"__proto__"',
  '"constructor"',
  '{"__proto__":{"polluted":1}}',
  '"0"',
  '"99999999999999999999"',
  '"STOP"',
  '"failed"',
  '"\u202e"',
  "[[[[[[[[]]]]]]]]",
  '"messages"',
  '"statuses"',
  "1e999",
].map((text) => Buffer.from(text));

const AWKWARD = [
  ...VALUES,
  ...["\0", "\ufeff", '"', "\\", "{", "}", "[", "]", ",", ":", "NaN", "/**/", "[[[[[[[[", '"a".'].map((text) =>
    Buffer.from(text),
  ),
];

export function mutateBytes(body: Buffer, other: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(body);
  const staysJson = random.chance(0.5);
  for (let times = random.whole(1, 4); times > 0; times -= 1)
    bytes = staysJson ? swapToken(bytes, VALUES, random) : once(bytes, other, random);
  return bytes;
}

function once(bytes: Buffer, other: Buffer, random: Random): Buffer {
  const from = random.whole(0, Math.max(0, bytes.length - 1));
  const to = Math.min(bytes.length, from + random.whole(1, 40));
  const splice = (middle: Uint8Array) => Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);
  switch (random.whole(0, 8)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      flipped[from] = (flipped[from] ?? 0) ^ (1 << random.whole(0, 7));
      return flipped;
    }
    case 1:
      return splice(Buffer.alloc(0));
    case 2:
      return splice(Buffer.concat([bytes.subarray(from, to), bytes.subarray(from, to)]));
    case 3:
      return Buffer.from(bytes.subarray(0, from));
    case 4:
      return splice(Buffer.from(Array.from({ length: random.whole(1, 8) }, () => random.whole(0, 255))));
    case 5: {
      const at = random.whole(0, Math.max(0, other.length - 1));
      return splice(other.subarray(at, at + random.whole(1, 200)));
    }
    default:
      return swapToken(bytes, AWKWARD, random);
  }
}

/** Another value in the place of one, sometimes of a key. */
function swapToken(bytes: Buffer, values: readonly Buffer[], random: Random): Buffer {
  const text = bytes.toString("latin1");
  const keysToo = random.chance(0.1);
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"(:?)|-?\d+(?:\.\d+)?|true|false|null/g)].filter(
    ([, colon]) => !colon || keysToo,
  );
  if (tokens.length === 0) return bytes;
  const token = random.pick(tokens);
  return Buffer.concat([
    bytes.subarray(0, token.index),
    random.pick(values),
    bytes.subarray(token.index + token[0].length - (token[1]?.length ?? 0)),
  ]);
}
