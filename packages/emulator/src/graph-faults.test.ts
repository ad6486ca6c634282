import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARIANA, type Rig, startRig } from "./test-support.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const PATH = "/100000000000001/messages";
const send = () => rig.send({ text: { body: "hi" } });
const taken = async () => (await rig.control("GET", `/contacts/${MARIANA}/messages`)).body.length;

describe("faults of requests", () => {
  it("a status instead of the call, as often as asked for", async () => {
    await rig.control("PUT", "/faults", { rules: [{ path: PATH, status: 429, code: 130429, count: 2 }] });
    expect(await send()).toMatchObject({ status: 429, body: { error: { code: 130429 } } });
    expect((await rig.control("GET", "/faults")).body.rules).toEqual([
      { path: PATH, status: 429, code: 130429, count: 2, left: 1 },
    ]);
    expect(await send()).toMatchObject({ status: 429 });
    expect(await send()).toMatchObject({ status: 200 });
    expect(await taken()).toBe(1);
  });

  it("codes of their own for a bare status", async () => {
    for (const [status, code] of [
      [500, 131000],
      [503, 131016],
      [401, 190],
      [400, 100],
    ]) {
      await rig.control("PUT", "/faults", [{ path: PATH, status }]);
      expect(await send()).toMatchObject({ status, body: { error: { code } } });
    }
  });

  it("a lost reply: the message is taken, the caller never knows", async () => {
    await rig.control("PUT", "/faults", [{ path: PATH, loseReply: true, count: 1 }]);
    await expect(send()).rejects.toThrow();
    expect(await taken()).toBe(1);
  });

  it.each([0, 1, 20, 130, 200])("a connection reset after %i bytes", async (resetAfter) => {
    await rig.control("PUT", "/faults", [{ path: PATH, resetAfter, count: 1 }]);
    await expect(send()).rejects.toThrow();
    expect(await taken()).toBe(1);
    expect(await send()).toMatchObject({ status: 200 });
  });

  it("a delay in real time", async () => {
    await rig.control("PUT", "/faults", [{ path: PATH, delay: "PT0.08S", count: 1 }]);
    const started = performance.now();
    await send();
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
  });

  it("a message that is taken and fails later", async () => {
    await rig.control("PUT", "/faults", [{ path: PATH, failLater: 131053, count: 1 }]);
    const { status, body } = await send();
    await rig.advance(2_000);
    expect(status).toBe(200);
    expect(rig.statuses(body.messages[0].id)).toEqual([
      expect.objectContaining({ status: "failed", errors: [expect.objectContaining({ code: 131053 })] }),
    ]);
  });

  it("by chance, the same for the same seed", async () => {
    const run = async (seed: number) => {
      await rig.control("PUT", "/faults", { seed, rules: [{ path: "*", status: 500, probability: 0.5 }] });
      const statuses = [];
      for (let call = 0; call < 24; call += 1) statuses.push((await send()).status);
      return statuses;
    };
    const first = await run(3);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it.each([
    ["*", true],
    ["*/messages", true],
    ["/100*/mess*", true],
    [PATH, true],
    ["messages", true],
    ["/messages", true],
    ["essages", false],
    ["marketing_messages", false],
    ["/100000000000001/media", false],
    ["webhooks", false],
    ["/1*1/1*1/messages", false],
  ])("the path %s fits the send call: %s", async (path, fits) => {
    await rig.control("PUT", "/faults", [path === "webhooks" ? { path, lose: true } : { path, status: 500 }]);
    expect((await send()).status).toBe(fits ? 500 : 200);
  });

  it("effects that do not belong to the path are refused", async () => {
    for (const rule of [
      { path: "webhooks", status: 500 },
      { path: "*", duplicate: 2 },
    ]) {
      const { status, body } = await rig.control("PUT", "/faults", [rule]);
      expect([status, body.detail]).toEqual([422, expect.stringMatching(/belongs to (requests|webhooks)/)]);
    }
  });
});
