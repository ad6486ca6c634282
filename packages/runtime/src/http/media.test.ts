/** Files to send, from the upload to the phone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../test-support/api.ts";
import { flowOf, type Loose, startTestServer, type TestServer, word } from "./test-server.ts";

const PHONES = ["+5511900000801", "+5511900000802"];
/** The smallest PNG there is. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const add = (body: object) => server.api("POST", "/api/media", body, { "sluice-person": "Ines" });

test("a file is kept once, sent to two people, and uploaded to WhatsApp once", async () => {
  const { status, body: file } = await add({ name: "shoe.png", mimeType: "image/png", data: PNG });
  expect(status).toBe(201);
  expect(file).toMatchObject({
    kind: "image",
    bytes: 70,
    addedBy: "Ines",
    id: expect.stringMatching(/^file:[0-9a-f]{32}$/),
  });
  await add({ name: "again.png", mimeType: "image/png", data: PNG });
  expect((await server.api("GET", "/api/media")).body.items).toHaveLength(1);
  await server.publish(
    flowOf(
      "picture",
      [word("picture"), { id: "p", type: "media", config: { kind: "image", mediaId: file.id, caption: "A shoe" } }],
      [["in", "next", "p"]],
    ),
  );
  for (const from of PHONES) {
    await server.control("POST", "/inbound", { from, text: "picture" });
    await eventually(
      "the picture",
      async () => (await server.control("GET", `/contacts/${encodeURIComponent(from)}/messages`)).body,
      (messages: Loose[]) =>
        messages.some(({ type, status }) => type === "image" && (status === "delivered" || status === "read")),
    );
  }
  const { entries } = (await server.control("GET", "/log?limit=1000")).body;
  const uploads = entries.filter(({ kind, path }: Loose) => kind === "request" && path.endsWith("/media"));
  expect(uploads).toHaveLength(1);
});

test.each([
  ["a type WhatsApp does not take", { name: "a.exe", mimeType: "application/x-msdownload", data: PNG }, 422],
  ["nothing in it", { name: "a.png", mimeType: "image/png", data: "" }, 422],
  ["no base64", { name: "a.png", mimeType: "image/png", data: "%%%" }, 422],
  [
    "a picture over 5 MB",
    { name: "a.png", mimeType: "image/png", data: Buffer.alloc(5 * 1024 * 1024 + 1).toString("base64") },
    413,
  ],
])("%s is refused", async (_, body, status) => expect((await add(body)).status).toBe(status));

test("what is removed is gone, and is not found again", async () => {
  const [file] = (await server.api("GET", "/api/media")).body.items;
  expect((await server.api("DELETE", `/api/media/${encodeURIComponent(file.id)}`)).status).toBe(200);
  expect((await server.api("DELETE", `/api/media/${encodeURIComponent(file.id)}`)).status).toBe(404);
});
