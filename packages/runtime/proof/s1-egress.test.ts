/**
 * S1: nothing that a flow can be made to call leads anywhere but to the public internet. Addresses of every special block,
 * written in every way, called directly, by a name, by a name that changes its address, and through a redirect, by the
 * `http` node of a flow on the real engine and outbox; traps listen on this machine, and every connection that is tried is
 * seen. One address, the redirector's, is allowed by name as an operator would. Media links are handed to WhatsApp and
 * never called.
 *
 * Mutations it was seen to fail with: the host looked at before it is connected to, and not when it is resolved; a redirect
 * that is not looked at; IPv6 allowed as a whole; 168.63.129.16 left out of the list.
 */
import { globSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { MINUTE } from "@sluice/shared/time/duration";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callWeb, type Egress } from "../src/egress/call-web.ts";
import { parseNetworks } from "../src/egress/public-address.ts";
import { openSqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../src/store/store.ts";
import { SPECIAL_4, SPECIAL_6, STRANGE, WRITTEN } from "./egress/addresses.ts";
import { listenRedirector, setTraps, type Traps, watchConnections } from "./egress/traps.ts";
import { say } from "./support/profile.ts";
import { publish, Rig } from "./support/rig.ts";
import { VirtualClock } from "./support/virtual-clock.ts";
import { textWebhook } from "./support/webhooks.ts";

const START = Date.UTC(2026, 10, 23, 10);
/** Stands for the public internet: the one address that may be called. */
const PUBLIC = "127.0.0.9";

const CALLS = {
  formatVersion: 1,
  id: "calls",
  name: "Calls",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    { id: "ask", type: "http", config: { method: "GET", url: "{{ target }}", timeout: "PT2S" } },
    { id: "good", type: "end", config: { reason: "answered" } },
    { id: "bad", type: "end", config: { reason: "refused" } },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "e2", source: "ask", sourceHandle: "ok", target: "good" },
    { id: "e3", source: "ask", sourceHandle: "failed", target: "bad" },
  ],
};
/** A picture for each link, one behind the other. */
const pictures = (links: readonly string[]) => ({
  formatVersion: 1,
  id: "pictures",
  name: "Pictures",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
    ...links.map((link, index) => ({ id: `p${index}`, type: "media", config: { kind: "image", link } })),
  ],
  edges: links.map((_, index) => ({
    id: `e${index}`,
    source: index === 0 ? "in" : `p${index - 1}`,
    sourceHandle: "next",
    target: `p${index}`,
  })),
});

interface Attack {
  way: string;
  url: string;
}

/** What the names of the attacks lead to: the first look, the second, and so on; the last answer stays. */
type Names = Map<string, readonly (readonly string[])[]>;

describe("S1 calls to other systems", () => {
  let store: Store;
  let clock: VirtualClock;
  let traps: Traps;
  let redirector: { url: string; close(): void };
  let watch: { tried: string[]; stop(): void };

  beforeEach(async () => {
    clock = new VirtualClock(START);
    store = openSqliteStore(":memory:", { now: () => clock.now() });
    traps = await setTraps();
    redirector = await listenRedirector(PUBLIC);
    watch = watchConnections();
  });
  afterEach(async () => {
    watch.stop();
    redirector.close();
    traps.close();
    await store.close();
  });

  test("no connection to anything that is not of the public internet, however it is written", async () => {
    const names: Names = new Map();
    const attacks = attacksOn(names);
    const rig = await start(names, parsed(PUBLIC));

    const answered: string[] = [];
    for (const [index, { way, url }] of attacks.entries())
      if ((await visit(rig, index, url)) !== "refused") answered.push(`${way}: ${url}`);

    const wrong = watch.tried.filter((address) => address !== PUBLIC);
    const ways = new Map<string, number>();
    for (const { way } of attacks) ways.set(way, (ways.get(way) ?? 0) + 1);
    say(
      "S1",
      `${attacks.length} calls (${[...ways].map(([way, count]) => `${way} ${count}`).join(", ")}): ${watch.tried.length} connections to the one address allowed, ${wrong.length} to others, ${traps.caught.length} caught, ${answered.length} answered`,
    );
    expect(wrong).toEqual([]);
    expect(traps.caught).toEqual([]);
    expect(answered).toEqual([]);
    expect(attacks.length).toBeGreaterThanOrEqual(250);
    // The redirects were followed up to the second look, so that look is what refused them.
    expect(watch.tried.length).toBeGreaterThan(SPECIAL_4.length);
  });

  test("the same calls fall into the traps when everything is allowed: the traps work", async () => {
    const names: Names = new Map();
    const attacks = attacksOn(names).filter(({ url, way }) => leadsHere(url, names) || way === "strange");
    const rig = await start(names, parsed("0.0.0.0/0, ::/0"));
    for (const [index, { url }] of attacks.entries()) await visit(rig, index, url);
    say("S1", `control: of ${attacks.length} calls with everything allowed, ${traps.caught.length} were caught`);
    expect(traps.caught.length).toBeGreaterThan(40);
  });

  test("links of pictures are WhatsApp's to fetch", async () => {
    const links = SPECIAL_4.slice(0, 10).map((address) => `http://${address}:${traps.port}/a.jpg`);
    await publish(store, START, pictures(links));
    const sent: string[] = [];
    const rig = await Rig.start({
      store,
      clock,
      send: async (body) => {
        sent.push((body as { image: { link: string } }).image.link);
        return { kind: "accepted", wamid: `wamid.${sent.length}`, held: false };
      },
    });
    await rig.webhook(textWebhook("+5511900000001", "wamid.in", "hello", START));
    await clock.runUntil(START + MINUTE, () => rig.idle());
    say("S1", `${sent.length} links of pictures were handed on: ${watch.tried.length} connections`);
    expect(sent).toEqual(links);
    expect(watch.tried).toEqual([]);
  });

  test("no other file of the server can call out", () => {
    const folder = join(import.meta.dirname, "..", "src");
    const files = globSync("**/*.ts", { cwd: folder, exclude: ["**/*.test.ts", "test-support/**"] });
    const callers = files.filter((file) => canCallOut(readFileSync(join(folder, file), "utf8")));
    // The last two go where the operator's own settings say: to WhatsApp, and to the server's public address.
    expect(callers.sort()).toEqual([
      "cli/doctor/check-whatsapp.ts",
      "egress/call-web.ts",
      "whatsapp/graph-connection.ts",
    ]);
  });

  async function start(names: Names, allowed: Egress["allowed"]): Promise<Rig> {
    await publish(store, START, CALLS);
    const lookup = resolver(names);
    return Rig.start({
      store,
      clock,
      send: async () => ({ kind: "accepted", wamid: "wamid.none", held: false }),
      callWeb: (call, stopped) => callWeb({ ...call, timeout: 500 }, { allowed, lookup }, stopped),
    });
  }

  /** How the session of a new person ended. */
  async function visit(rig: Rig, index: number, target: string): Promise<string | null> {
    const phone = `+55119${String(index).padStart(8, "0")}`;
    const result = await rig.start(phone, "calls", { target });
    await rig.idle();
    const session = result.kind === "started" ? await store.session(result.session) : null;
    return session?.reason ?? null;
  }

  function attacksOn(names: Names): Attack[] {
    const { port } = traps;
    const attacks: Attack[] = [];
    const add = (way: string, url: string) => attacks.push({ way, url });
    const name = (...answers: (readonly string[])[]) => {
      const host = `shop-${names.size}.example`;
      names.set(host, answers);
      return host;
    };
    const redirectTo = (url: string) => `${redirector.url}/?to=${encodeURIComponent(url)}`;
    for (const address of SPECIAL_4) for (const [way, write] of WRITTEN) add(way, `http://${write(address)}:${port}/`);
    for (const address of SPECIAL_6) {
      add("literal", `http://[${address}]:${port}/`);
      add("redirect", redirectTo(`http://[${address}]:${port}/`));
    }
    for (const address of [...SPECIAL_4, ...SPECIAL_6]) {
      add("name", `http://${name([address])}:${port}/`);
      add("name with a public address beside it", `http://${name([PUBLIC, address])}:${port}/`);
      const rebinding = name([PUBLIC], [address]);
      const { port: at } = new URL(redirector.url);
      const back = `http://${rebinding}:${port}/`;
      add("rebinding", `http://${rebinding}:${at}/?to=${encodeURIComponent(back)}`);
    }
    for (const address of SPECIAL_4) {
      add("redirect", redirectTo(`http://${address}:${port}/`));
      add("redirect", redirectTo(`//[::ffff:${address}]:${port}/`));
      add("redirect to a name", redirectTo(`http://${name([address])}:${port}/`));
      add("two redirects", redirectTo(redirectTo(`http://${address}:${port}/`)));
    }
    for (const url of STRANGE(port)) {
      add("strange", url);
      add("redirect to what is strange", redirectTo(url));
    }
    return attacks;
  }
});

/** What listens, and what only looks at addresses. */
const HARMLESS = new Set(["createServer", "isIP", "BlockList"]);

function canCallOut(source: string): boolean {
  if (/\bfetch\(/.test(source)) return true;
  const imports = source.matchAll(
    /^import (?!type)([^;]*?) from "(?:node:(?:http|https|http2|net|tls|dgram)|undici)";/gm,
  );
  return [...imports].some(([, names = ""]) =>
    (/\{([^}]*)\}/.exec(names)?.[1]?.split(",") ?? ["all of it"])
      .map((name) => name.trim())
      .some((name) => name !== "" && !name.startsWith("type ") && !HARMLESS.has(name)),
  );
}

function parsed(networks: string): Egress["allowed"] {
  const read = parseNetworks(networks);
  if (!read.ok) throw new Error(read.wrong);
  return read.networks;
}

/** Has the form of the system's; "localhost" leads here, whatever else is unknown to it does not exist. */
function resolver(names: Names): NonNullable<Egress["lookup"]> {
  const looks = new Map<string, number>();
  const lookup = (host: string, _: object, done: (error: Error | null, found?: object[]) => void) => {
    const known = /^localhost\.?$/.test(host) ? [["127.0.0.1", "::1"]] : names.get(host);
    const look = looks.get(host) ?? 0;
    looks.set(host, look + 1);
    const found = known?.[Math.min(look, known.length - 1)];
    if (!found) return done(Object.assign(new Error("not found"), { code: "ENOTFOUND" }));
    done(
      null,
      found.map((address) => ({ address, family: isIP(address) })),
    );
  };
  return lookup as unknown as NonNullable<Egress["lookup"]>;
}

/** Directly or by a name, to an address on which a trap stands. */
function leadsHere(url: string, names: Names): boolean {
  const host = URL.parse(url)?.hostname ?? "";
  const addresses = names.get(host)?.flat() ?? [host.replace(/^\[|\]$/g, "")];
  return addresses.some((address) => /^127\.|^::1$|^::ffff:7f/.test(address) && address !== PUBLIC);
}
