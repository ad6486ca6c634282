/** Bodies that are small to send and would be large to take in, or that hope to change what all objects share. */
import { gzipSync } from "node:zlib";
import { ACCOUNT } from "../support/rig.ts";

export interface Bomb {
  name: string;
  body: Buffer;
  type?: string;
  headers?: Record<string, string>;
}

const bomb = (name: string, text: string, more: Partial<Bomb> = {}): Bomb => ({
  name,
  body: Buffer.from(text),
  ...more,
});
const many = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join();
const lists = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

/** For every way in. */
export function smallBombs(): Bomb[] {
  return [
    bomb("lists, 100,000 deep", lists(100_000)),
    bomb("100,000 members", `{${many(100_000, (at) => `"k${at}":${at}`)}}`),
    bomb("__proto__ at every depth", polluted("__proto__")),
    bomb("constructor.prototype at every depth", polluted("constructor")),
  ];
}

/** For ways in that take documents and values. */
export function largeBombs(): Bomb[] {
  const nested = `multipart/mixed; boundary=b0`;
  return [
    bomb("lists, a million deep", lists(1_000_000)),
    bomb("objects, 500,000 deep", objects(500_000)),
    bomb("objects, never closed", '{"a":'.repeat(1_000_000)),
    bomb("deep in variables", `{"contact":{"phone":"+5511900000001"},"variables":{"a":${lists(100_000)}}}`),
    bomb("deep in a document", `{"document":${objects(100_000)},"version":1}`),
    bomb(
      "100,000 nodes",
      flow(`"nodes":[${many(100_000, (at) => `{"id":"${at}","type":"x","config":{}}`)}],"edges":[]`),
    ),
    bomb("a million edges", flow(`"nodes":[],"edges":[${"{},".repeat(1_000_000)}{}]`)),
    bomb("a million numbers", `{"variables":{"a":[${"1,".repeat(1_000_000)}1]},"contact":{"phone":"+5511900000001"}}`),
    bomb("a text of 4.9 MB", `{"name":"${"x".repeat(4_900_000)}"}`),
    bomb("backslashes without end", `{"name":"${"\\".repeat(4_900_000)}`),
    bomb("numbers out of range", '{"contact":{"phone":"+5511900000001"},"variables":{"a":1e999,"b":-1e999}}'),
    bomb(
      "400,000 numbers out of range",
      `{"contact":{"phone":"+5511900000001"},"variables":{"a":[${"1e999,".repeat(400_000)}1]}}`,
    ),
    bomb(
      "one at the end of each of 1,000 deep lists",
      `{"contact":{"phone":"+5511900000001"},"variables":{"a":[${Array(1_000)
        .fill(`${"[".repeat(150)}1e999${"]".repeat(150)}`)
        .join()}]}}`,
    ),
    bomb("zeros", "\0".repeat(4_000_000)),
    {
      name: "100 MB packed into 100 kB",
      body: gzipSync(Buffer.alloc(100_000_000)),
      headers: { "content-encoding": "gzip" },
    },
    bomb("parts within parts, 10,000 deep", parts(10_000), { type: nested }),
    bomb("a form of 100,000 fields", many(100_000, (at) => `a[b][${at}]=1`).replaceAll(",", "&"), {
      type: "application/x-www-form-urlencoded",
    }),
  ];
}

/** Bodies of at most 3 MB, as WhatsApp posts them. */
export function webhookBombs(): Bomb[] {
  const change = (value: string) =>
    `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"${ACCOUNT.phoneNumberId}"},${value}}}]}]}`;
  const message = (inside: string) =>
    change(
      `"messages":[{"from":"5511900000077","id":"wamid.bomb-${inside.length}","timestamp":"1795000000",${inside}}]`,
    );
  const answer = JSON.stringify(`{"a":${lists(500_000)}}`);
  return [
    bomb("lists, 1,500,000 deep", lists(1_500_000)),
    bomb("no JSON", "[".repeat(3_000_000)),
    bomb("a message, 500,000 deep", message(`"type":"text","text":{"body":${lists(500_000)}}`)),
    bomb("a text of 2.9 MB", message(`"type":"text","text":{"body":"${"x".repeat(2_900_000)}"}`)),
    bomb(
      "a form's answer, 500,000 deep",
      message(`"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"response_json":${answer}}}`),
    ),
    bomb("100,000 members", message(`"type":"text","text":{${many(100_000, (at) => `"k${at}":${at}`)}}`)),
    bomb(
      "__proto__ everywhere",
      `{"__proto__":{"polluted":1},${message('"type":"text","__proto__":{"polluted":1},"text":{"__proto__":{"polluted":1}}').slice(1)}`,
    ),
    bomb("900,000 messages that are nothing", change(`"messages":[${"{},".repeat(900_000)}{}]`)),
    bomb(
      "900,000 entries that are nothing",
      `{"object":"whatsapp_business_account","entry":[${"{},".repeat(900_000)}{}]}`,
    ),
  ];
}

function flow(inside: string): string {
  return `{"formatVersion":1,"id":"a","name":"a",${inside}}`;
}

/** The key in the body, in each of its members, and 40 levels down. */
function polluted(key: string): string {
  const sting = key === "__proto__" ? '{"polluted":1}' : '{"prototype":{"polluted":1}}';
  const at = (levels: number) => `${'{"x":'.repeat(levels)}{"${key}":${sting}}${"}".repeat(levels)}`;
  const places = ["name", "document", "variables", "fields", "contact", "settings", "data", "template", "message"];
  return `{"${key}":${sting},"contact.${key}":1,"contact[${key}]":1,${places.map((place, depth) => `"${place}":${at(depth * 5)}`).join()}}`;
}

function parts(levels: number): string {
  const heads = Array.from(
    { length: levels },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  );
  return heads.join("");
}
