// The bare ceiling of the hot path: node:http, HMAC over the bytes, group commit with synchronous=FULL of the same kind of
// rows, one POST out. No flow, no gate, no dedupe: what any server that keeps the promise "on disk before 200" must pay.
import { createHmac, timingSafeEqual } from "node:crypto";
import { Agent, createServer, request } from "node:http";
import { createRequire } from "node:module";

const Database = createRequire(new URL("../packages/runtime/package.json", import.meta.url))("better-sqlite3");

const [, , file, target, secret] = process.argv;
const db = new Database(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`CREATE TABLE inbox(id INTEGER PRIMARY KEY, body BLOB, done INTEGER);
  CREATE TABLE sessions(id TEXT PRIMARY KEY, doc TEXT);
  CREATE TABLE messages(id INTEGER PRIMARY KEY, doc TEXT, wamid TEXT);
  CREATE TABLE log(id INTEGER PRIMARY KEY, doc TEXT);`);
const insertInbox = db.prepare("INSERT INTO inbox(body) VALUES (?)");
const finish = db.prepare("UPDATE inbox SET done = 1 WHERE id = ?");
const putSession = db.prepare("INSERT INTO sessions VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET doc = excluded.doc");
const insertMessage = db.prepare("INSERT INTO messages(doc) VALUES (?)");
const setWamid = db.prepare("UPDATE messages SET wamid = ?, doc = ? WHERE id = ?");
const insertLog = db.prepare("INSERT INTO log(doc) VALUES (?)");

let group = [];
let timer = null;
function write(run) {
  return new Promise((resolve, reject) => {
    group.push({ run, resolve, reject });
    timer ??= setTimeout(flush, 2);
  });
}
function flush() {
  timer = null;
  const now = group;
  group = [];
  try {
    db.exec("BEGIN IMMEDIATE");
    const results = now.map(({ run }) => run());
    db.exec("COMMIT");
    for (const [index, { resolve }] of now.entries()) resolve(results[index]);
  } catch (error) {
    db.exec("ROLLBACK");
    for (const { reject } of now) reject(error);
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const url = new URL(target);
function post(body) {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const out = request(
      {
        host: url.hostname,
        port: url.port,
        path: url.pathname,
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) },
      },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      },
    );
    out.on("error", reject);
    out.end(text);
  });
}

const server = createServer((incoming, response) => {
  const chunks = [];
  incoming.on("data", (chunk) => chunks.push(chunk));
  incoming.on("end", async () => {
    const body = Buffer.concat(chunks);
    const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
    const given = Buffer.from(String(incoming.headers["x-hub-signature-256"] ?? ""));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return response.writeHead(401).end();
    const row = await write(() => Number(insertInbox.run(body).lastInsertRowid));
    response.writeHead(200, { "content-length": 2 }).end("OK");
    const parsed = JSON.parse(body.toString());
    for (const message of parsed.entry[0].changes[0].value.messages ?? []) {
      const session = { id: message.from, node: "n3", wait: { for: "answer", until: Date.now() + 1e8 }, variables: {} };
      const outgoing = {
        contact: message.from,
        content: { kind: "text", text: `You wrote ${message.text.body}` },
        state: "sent",
        attempts: [{ id: "a", state: "inflight" }],
      };
      const id = await write(() => {
        putSession.run(message.from, JSON.stringify(session));
        insertLog.run(JSON.stringify({ code: "received", text: message.text.body }));
        return Number(insertMessage.run(JSON.stringify(outgoing)).lastInsertRowid);
      });
      const answer = await post({
        messaging_product: "whatsapp",
        to: message.from,
        type: "text",
        text: { body: outgoing.content.text },
      });
      await write(() => {
        setWamid.run(
          answer.messages[0].id,
          JSON.stringify({ ...outgoing, attempts: [{ id: "a", state: "accepted" }] }),
          id,
        );
        insertLog.run(JSON.stringify({ code: "sent" }));
        finish.run(row);
      });
    }
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`http://localhost:${server.address().port}\n`));
