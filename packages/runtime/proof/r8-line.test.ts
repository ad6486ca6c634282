/**
 * R8: every way in which a send can go wrong between our socket and WhatsApp's answer, through the real outbox and client.
 * What we believe of an attempt must fit what the other side knows: "accepted" only if it was taken, "failed" and "not
 * sent" only if it was not, "unknown" only where nobody here could tell. Then a good day passes: what was certainly not
 * sent goes out once, what is unknown is never sent again, and whoever writes anew is answered (R20).
 *
 * Mutations it was seen to fail with: a reset after the connection stood taken for "not sent"; 5xx taken for a refusal;
 * "unknown" queued again; `isConnected` set late on kept connections.
 */
import { createServer } from "node:net";
import type { Message } from "@sluice/shared/conversation/message";
import { HOUR, MINUTE } from "@sluice/shared/time/duration";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../src/store/store.ts";
import { WhatsAppClient } from "../src/whatsapp/client.ts";
import { describeCode, stopsChannel } from "../src/whatsapp/error-codes.ts";
import { accepted, BadGraph, type Behaviour, graphError, http, WELL } from "./line/bad-graph.ts";
import { ofProfile, say } from "./support/profile.ts";
import { ACCOUNT, publish, Rig } from "./support/rig.ts";
import { VirtualClock } from "./support/virtual-clock.ts";
import { textWebhook } from "./support/webhooks.ts";

const START = Date.UTC(2026, 10, 23, 10);
const HELLO = {
  formatVersion: 1,
  id: "hello",
  name: "Hello",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
    { id: "say", type: "text", config: { text: "Hello. Glad you wrote." } },
  ],
  edges: [{ id: "e1", source: "in", sourceHandle: "next", target: "say" }],
};

/** "stopped": the code stops the whole number; the message waits until a person lets it go on. */
type Class = "accepted" | "rejected-for-good" | "rejected-for-now" | "stopped" | "not-sent" | "unknown";

interface Fault {
  name: string;
  /** Of the first try; later ones find a good line. */
  line: Behaviour | "refused" | "no-name" | "no-tls" | "no-handshake" | "kept-reset";
  class: Class;
}

const ANSWER_BYTES = accepted("wamid.1").length;
/** The request's headers and body together have some 450 bytes; beyond that nothing is cut. */
const REQUEST_BYTES = 480;

function faults(): Fault[] {
  const step = ofProfile(16, 1);
  const list: Fault[] = [
    { name: "nothing", line: WELL, class: "accepted" },
    { name: "connection refused", line: "refused", class: "not-sent" },
    { name: "name not found", line: "no-name", class: "not-sent" },
    { name: "TLS fails", line: "no-tls", class: "not-sent" },
    { name: "TLS never ends", line: "no-handshake", class: "not-sent" },
    { name: "reset on a kept connection", line: "kept-reset", class: "unknown" },
    { name: "no answer, taken", line: { kind: "hang", taken: true }, class: "unknown" },
    { name: "no answer, not taken", line: { kind: "hang", taken: false }, class: "unknown" },
    { name: "an answer byte by byte", line: { kind: "drip" }, class: "accepted" },
    ...answers(),
    ...errorCodes(),
  ];
  for (let after = 1; after <= REQUEST_BYTES; after += step)
    list.push({
      name: `reset after ${after} bytes of the request`,
      line: { kind: "reset-request", after },
      class: "unknown",
    });
  for (let after = 0; after < ANSWER_BYTES; after += step)
    for (const how of ["reset", "end"] as const)
      list.push({
        name: `${how} after ${after} bytes of the answer`,
        line: { kind: "cut-answer", after, how },
        class: "unknown",
      });
  return list;
}

/** Answers that are whole, but not what one hopes for. */
function answers(): Fault[] {
  const fault = (name: string, text: string, taken: boolean, known: Class): Fault => ({
    name,
    line: { kind: "answer", text, taken },
    class: known,
  });
  return [
    fault("200 with half a JSON", http(200, '{"messages":[{"id":"wam'), true, "unknown"),
    fault("200 with a page", http(200, "<html>Welcome to the hotel's network</html>"), false, "unknown"),
    fault("200 without a message", http(200, "{}"), true, "unknown"),
    fault("200 without a body", http(200, ""), true, "unknown"),
    fault("204", "HTTP/1.1 204 X\r\n\r\n", true, "unknown"),
    fault("200 in chunks", chunked(200), true, "accepted"),
    fault("200 in chunks, the last one missing", chunked(200).slice(0, -5), true, "unknown"),
    fault("302", http(302, "", "location: http://127.0.0.1:1/\r\n"), false, "rejected-for-good"),
    fault("403 of a firewall", http(403, "no"), false, "rejected-for-good"),
    fault("404 without an error", http(404, "{}"), false, "rejected-for-good"),
    fault("408 of a proxy", http(408, "too slow"), true, "unknown"),
    fault("429 without an error", http(429, ""), false, "rejected-for-now"),
    fault("429 with Retry-After", http(429, "", "retry-after: 3\r\n"), false, "rejected-for-now"),
    fault("500", http(500, "oops"), true, "unknown"),
    fault("502 of a proxy", http(502, "bad gateway"), false, "unknown"),
    fault("503 without an error", http(503, ""), false, "unknown"),
    fault("504 of a proxy", http(504, "gateway timeout"), true, "unknown"),
    fault("not HTTP", "SSH-2.0-OpenSSH_9.9\r\n", false, "unknown"),
    fault("100 and then nothing", "HTTP/1.1 100 Continue\r\n\r\n", false, "unknown"),
    fault("100 and then 200", `HTTP/1.1 100 Continue\r\n\r\n${accepted("wamid.after-100")}`, true, "accepted"),
    fault("two answers", accepted("wamid.first") + accepted("wamid.second"), true, "accepted"),
    fault("a header without end", `HTTP/1.1 200 X\r\nx: ${"a".repeat(100_000)}`, true, "unknown"),
    fault("an answer without end", `${"HTTP/1.1 200 X\r\n\r\n"}${"a".repeat(17_000_000)}`, true, "unknown"),
  ];
}

/** Each code of the table, as the answer of the call. */
function errorCodes(): Fault[] {
  return [
    1, 2, 3, 4, 10, 100, 190, 368, 80007, 130429, 130472, 130497, 131000, 131005, 131008, 131009, 131016, 131021,
    131026, 131031, 131037, 131042, 131045, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131056, 131057,
    132000, 132001, 132005, 132007, 132012, 132068, 132069, 133000, 133004, 133005, 133006, 133008, 133009, 133010,
    133015, 133016, 135000, 999999,
  ].map((code) => {
    const { retry } = describeCode(code);
    const status = code === 130429 || code === 80007 ? 429 : 400;
    const comesAgain = retry === "soon" || retry === "backoff" || retry === "when-paused-ends";
    return {
      name: `code ${code}`,
      line: { kind: "answer", text: graphError(status, code), taken: false },
      class: stopsChannel(code) ? "stopped" : comesAgain ? "rejected-for-now" : "rejected-for-good",
    };
  });
}

describe("R8 the line to WhatsApp", () => {
  let graph: BadGraph;
  let store: Store;
  let clock: VirtualClock;

  beforeEach(async () => {
    graph = await BadGraph.listen();
    clock = new VirtualClock(START);
    store = openSqliteStore(":memory:", { now: () => clock.now() });
    await publish(store, START, HELLO);
  });

  afterEach(async () => {
    await store.close();
    await graph.close();
  });

  test("each fault is told for what it is, and nothing goes out twice", async () => {
    const deaf = await listenDeaf();
    const client = (baseUrl: string) =>
      new WhatsAppClient({ baseUrl, version: "v25.0", token: "t", connectTimeout: 400, answerTimeout: 400 });
    const good = client(graph.url);
    const bad = {
      refused: client("http://127.0.0.1:9"),
      "no-name": client("http://graph.sluice.invalid"),
      "no-tls": client(graph.url.replace("http:", "https:")),
      "no-handshake": client(deaf.url.replace("http:", "https:")),
    };
    let lines = [good];
    const rig = await Rig.start({
      store,
      clock,
      send: (body) => (lines.shift() ?? good).send(ACCOUNT.phoneNumberId, body),
    });

    const all = faults();
    const wrong: string[] = [];
    for (const [index, fault] of all.entries()) {
      lines = [];
      graph.next.length = 0;
      // So much later that no pace holds it back.
      await clock.runUntil(clock.now() + 10 * MINUTE, () => rig.idle());
      if (fault.line === "kept-reset") {
        await good.send(ACCOUNT.phoneNumberId, { warm: true });
        graph.killKept = true;
      } else if (typeof fault.line === "string") lines = [bad[fault.line]];
      else graph.next.push(fault.line);
      const phone = phoneOf(index);
      await rig.webhook(textWebhook(phone, `hello-${index}`, "hello", clock.now()));
      await rig.idle();
      const first = await sent(phone);
      const became = classOf(first);
      const paused = rig.paused;
      if (paused !== (fault.class === "stopped"))
        wrong.push(`${fault.name}: the channel is ${paused ? "" : "not "}paused`);
      if (paused) {
        await rig.unpause();
        await rig.idle();
      }
      if (became !== (fault.class === "stopped" ? "rejected-for-now" : fault.class))
        wrong.push(`${fault.name}: ${became} instead of ${fault.class}`);
      // A rate that was met holds back the whole number: the next fault comes when that is over.
      graph.next.length = 0;
      lines = [];
      await clock.runUntil(clock.now() + 2 * MINUTE, () => rig.idle());
    }
    // A day with a good line.
    graph.next.length = 0;
    lines = [];
    await clock.runUntil(clock.now() + 20 * HOUR, () => rig.idle());

    let twice = 0;
    const tally = new Map<Class, number>();
    for (const [index, fault] of all.entries()) {
      tally.set(fault.class, (tally.get(fault.class) ?? 0) + 1);
      const phone = phoneOf(index);
      const message = await sent(phone);
      const requests = graph.received.filter((one) => one.to === phone);
      const taken = requests.filter((one) => one.taken).length;
      if (taken > 1) twice += 1;
      const last = message.attempts.at(-1)?.state;
      const fits = {
        accepted: taken === 1 && last === "accepted",
        "not-sent": taken === 1 && last === "accepted",
        stopped: taken === 1 && last === "accepted",
        "rejected-for-now": taken === 1 && last === "accepted",
        "rejected-for-good": taken === 0 && last === "failed",
        unknown: taken <= 1 && requests.length <= 1 && last === "unknown" && message.attempts.length === 1,
      }[fault.class];
      if (!fits)
        wrong.push(
          `${fault.name}: a day later ${last}, ${requests.length} requests, ${taken} taken, attempts ${JSON.stringify(message.attempts)}`,
        );
    }
    // R20: whoever writes now is answered at once, whatever became of the message before.
    const takenBefore = all.map((_, index) => takenFor(phoneOf(index)));
    for (const [index] of all.entries())
      await rig.webhook(textWebhook(phoneOf(index), `again-${index}`, "hello", clock.now()));
    await clock.runUntil(clock.now() + MINUTE, () => rig.idle());
    const silent = all.filter((_, index) => takenFor(phoneOf(index)) !== (takenBefore[index] ?? 0) + 1);
    wrong.push(...silent.map(({ name }) => `${name}: a fresh message afterwards is not answered`));

    for (const one of [good, ...Object.values(bad)]) one.close();
    await deaf.close();
    say(
      "R8",
      `${all.length} faults (${[...tally].map(([name, count]) => `${name} ${count}`).join(", ")}): ${graph.received.length} requests reached WhatsApp, taken twice ${twice}, told wrong ${wrong.length}, silent afterwards ${silent.length}`,
    );
    expect(wrong).toEqual([]);

    function takenFor(phone: string): number {
      return graph.received.filter((one) => one.to === phone && one.taken).length;
    }

    async function sent(phone: string): Promise<Message> {
      const contact = (await store.findContact({ phone })) ?? "";
      const { items } = await store.timeline(contact, null, null, 50);
      const message = items.find((item) => item.message)?.message;
      if (!message) throw new Error(`nothing was sent to ${phone}: ${JSON.stringify(items)}`);
      return message;
    }
  });
});

function phoneOf(index: number): string {
  return `+55119${String(index).padStart(8, "0")}`;
}

function classOf(message: Message): Class {
  const attempt = message.attempts.at(-1);
  if (!attempt) return "not-sent";
  if (attempt.state === "unknown") return "unknown";
  if (attempt.state === "failed")
    return message.state === "queued" || message.state === "held" ? "rejected-for-now" : "rejected-for-good";
  return "accepted";
}

function chunked(status: number): string {
  const body = JSON.stringify({ messages: [{ id: "wamid.chunked" }] });
  return `HTTP/1.1 ${status} X\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

/** Takes connections and never says a word. */
async function listenDeaf(): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
