import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { sluice } from "./test-io.ts";

describe("sluice emulate", () => {
  it("serves the Graph API and the control side, posts webhooks, and ends at Ctrl-C", async () => {
    const received: string[] = [];
    const bot = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        received.push(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve));
    const webhook = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/webhooks/whatsapp`;
    let url = "";
    let asked = false;
    try {
      const ran = await sluice(
        ["emulate", "--port", "0", "--webhook", webhook],
        {},
        {
          async interruptWhen(said) {
            url = /control {3}(http:\S+)/.exec(said)?.[1] ?? "";
            if (url === "" || asked) return false;
            asked = true;
            const number = /WHATSAPP_PHONE_NUMBER_ID=(\d+)/.exec(said)?.[1];
            const token = /WHATSAPP_TOKEN=(\S+)/.exec(said)?.[1];
            const address = /address {3}(http:\S+)/.exec(said)?.[1];
            const answer = await fetch(`${address}/${number}`, { headers: { authorization: `Bearer ${token}` } });
            expect(await answer.json()).toMatchObject({ id: number });
            const inbound = await fetch(`${url}/inbound`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ from: "+5511900000111", text: "hello" }),
            });
            expect(inbound.status).toBe(200);
            return true;
          },
        },
      );
      expect([ran.code, ran.err]).toEqual([0, ""]);
      expect(ran.out).toContain("Stopped.");
      expect(received.join()).toContain("hello");
      await expect(fetch(`${url}/clock`)).rejects.toThrow();
    } finally {
      bot.close();
    }
  });

  it("says that its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const port = String((other.address() as AddressInfo).port);
    const ran = await sluice(["emulate", "--port", port]);
    other.close();
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toMatch(/port \d+ is in use\. Stop what uses it, or name another with --port\./);
  });

  it.each([
    [["--port", "high"], /--port is "high"/],
    [["--webhook", "localhost"], /--webhook is "localhost"/],
    [["now"], /"now" is one too many/],
  ])("%j is exit 2", async (argv, err) => {
    const ran = await sluice(["emulate", ...argv]);
    expect(ran.err).toMatch(err);
    expect(ran.code).toBe(2);
  });
});
