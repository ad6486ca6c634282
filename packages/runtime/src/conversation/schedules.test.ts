/** Scheduled entries on the real server: occurrences over the emulator's clock, tags, pauses, and what a restart does. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { parseInstant } from "@sluice/shared/time/instant";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flowOf, startTestServer, type TestServer } from "../http/test-server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  // From midnight of a Monday, so that a week is a week.
  const { now } = (await server.control("GET", "/clock")).body;
  const today = parseInstant(now) ?? 0;
  const monday = today + ((8 - new Date(today).getUTCDay()) % 7 || 7) * 86_400_000;
  await set(`${new Date(monday).toISOString().slice(0, 10)}T00:00:00Z`);
});

afterAll(async () => {
  await server?.stop();
});

const set = (instant: string) => server.control("POST", "/clock", { set: instant });
const advance = (duration: string) => server.control("POST", "/clock", { advance: duration });

const scheduled = (id: string, rrule: string, tag?: string): FlowDocument =>
  flowOf(
    id,
    [
      {
        id: "in",
        type: "entry",
        config: { trigger: { kind: "schedule", rrule, timeZone: "UTC", ...(tag ? { tag } : {}) } },
      },
      { id: "done", type: "end", config: {} },
    ],
    [["in", "next", "done"]],
  );

/** A contact that wrote once; with a tag put on by a flow. */
async function contact(phone: string, tag?: string): Promise<string> {
  await server.control("POST", "/inbound", { from: phone, text: tag ? `tag ${tag}` : "hi" });
  const { body } = await server.api("GET", `/api/contacts?search=${encodeURIComponent(phone)}`);
  return body.items[0].id;
}

async function startsOf(id: string, flow: string): Promise<string[]> {
  const { body } = await server.api("GET", `/api/contacts/${id}/timeline?limit=200`);
  return body.items.flatMap((item: { sentence?: string; at: string }) =>
    item.sentence?.includes(`**Flow ${flow}** started`) ? [item.at] : [],
  );
}

describe("schedule entries", () => {
  let asha: string;
  let rohan: string;

  test("every day at nine, for contacts with the tag", async () => {
    await server.publish(
      flowOf(
        "tagging",
        [
          { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["tag vip"], match: "exact" } } },
          { id: "tag", type: "tag", config: { add: ["vip"] } },
        ],
        [["in", "next", "tag"]],
      ),
    );
    asha = await contact("+5511900000101", "vip");
    rohan = await contact("+5511900000102");
    await server.publish(scheduled("daily", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "vip"));
    await advance("P3D");
    const starts = await startsOf(asha, "daily");
    expect(starts.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(["09:00", "09:00", "09:00"]);
    expect(await startsOf(rohan, "daily")).toEqual([]);
  });

  test("without a tag for everybody; COUNT ends it", async () => {
    await server.publish(scheduled("twice", "FREQ=DAILY;COUNT=2;BYHOUR=12;BYMINUTE=0"));
    await advance("P4D");
    expect(await startsOf(asha, "twice")).toHaveLength(2);
    expect(await startsOf(rohan, "twice")).toHaveLength(2);
  });

  test("what falls into a pause is left out; afterwards it goes on", async () => {
    await server.publish(scheduled("paused", "FREQ=DAILY;BYHOUR=10;BYMINUTE=0"));
    await server.api("POST", "/api/flows/paused/pause", {});
    await advance("PT10H30M");
    await server.api("POST", "/api/flows/paused/resume", {});
    expect(await startsOf(asha, "paused")).toHaveLength(0);
    await advance("PT24H");
    expect(await startsOf(asha, "paused")).toHaveLength(1);
  });

  test("a rule that cannot be read is refused when the flow is saved, with its place", async () => {
    const { status, body } = await server.api("POST", "/api/flows", {
      document: scheduled("bad", "FREQ=WEEKLY;BYSETPOS=1"),
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).toContain("BYSETPOS is not understood");
  });
});
