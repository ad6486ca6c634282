/**
 * Recorded requests of others (FIXTURES_DIR/whatsapp): each is accepted or refused on purpose. As they are, many carry
 * placeholders; those are refused for the placeholder, and accepted once it is filled in.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TemplateRecord } from "./template-book.ts";
import { readTemplate } from "./template-rules.ts";
import { MARIANA, type Rig, startRig } from "./test-support.ts";

const root = process.env["FIXTURES_DIR"];

function fixtures(folder: string): [string, string][] {
  if (!root) return [];
  const path = join(root, "whatsapp", folder);
  return readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, readFileSync(join(path, name), "utf8")]);
}

/** Refused even when every placeholder is filled in: code and reason. */
const REFUSED_SENDS: Record<string, [number, string]> = {
  "interactive-BUTTON--java-api--expected-message11.json": [
    131009,
    "upper-case BUTTON is that library's own form, not Meta's",
  ],
  "interactive-BUTTON--java-api--expected-message15.json": [
    131009,
    "upper-case BUTTON is that library's own form, not Meta's",
  ],
  "interactive-LIST--java-api--expected-message12.json": [
    131009,
    "upper-case LIST is that library's own form, not Meta's",
  ],
  "interactive-product_list--meta-openapi--send-multi-product-message.json": [
    131009,
    "the header type is a placeholder",
  ],
  "read--java-api--expected-message17.json": [100, "marks a message that never came"],
  "typing--meta-openapi--send-typing-indicator-and-read-receipt.json": [100, "marks a message that never came"],
  "text--java-api--expected-message18.json": [100, "a registration PIN, not a message"],
};

const REFUSED_TEMPLATES: Record<string, [number | undefined, string]> = {
  "flow--meta-openapi--create-flow-template-message-by-id.json": [undefined, "the name is a placeholder"],
  "plain--java-api--expected-template9.json": [
    undefined,
    "an authentication template of before 2023, without the OTP button",
  ],
};

/** What only a reviewer minds. */
const REFUSED_IN_REVIEW: Record<string, [number | undefined, string]> = {
  ...REFUSED_TEMPLATES,
  "plain--java-api--expected-template7.json": [2388299, "the body ends with a variable"],
};

const TEMPLATES: Omit<TemplateRecord, "id">[] = [
  template("schedule_confirmation3", "pt_BR", "Olá {{1}}, dia {{2}} as {{3}}h", ["SIM", "NÃO", "REMARCAR"]),
  template("marketing_music_2", "en_US", "On {{1}} for {{2}}.", ["Shop Now", "Stop promotions"], "IMAGE"),
  template("video_tm", "en_US", "Hi {{1}}.", [], "VIDEO"),
  template("promotional_offer", "en", "Hi {{1}}, only {{2}} today.", []),
  template("welcome_offer", "en_US", "Welcome.", []),
  {
    ...template("intro_catalog_offer", "en_US", "Get {{1}} off above {{2}} for {{3}} orders.", []),
    components: [
      { type: "BODY", text: "Get {{1}} off above {{2}} for {{3}} orders." },
      { type: "BUTTONS", buttons: [{ type: "CATALOG", text: "View catalog" }] },
    ],
  },
];

function template(
  name: string,
  language: string,
  body: string,
  replies: string[],
  header?: string,
): Omit<TemplateRecord, "id"> {
  const components = [
    ...(header ? [{ type: "HEADER", format: header }] : []),
    { type: "BODY", text: body },
    ...(replies.length > 0
      ? [{ type: "BUTTONS", buttons: replies.map((text) => ({ type: "QUICK_REPLY", text })) }]
      : []),
  ];
  return {
    name,
    language,
    category: "MARKETING",
    status: "APPROVED",
    parameter_format: "POSITIONAL",
    components,
    quality_score: { score: "UNKNOWN" },
  };
}

describe.skipIf(!root)("recorded requests (set FIXTURES_DIR to run them)", () => {
  let rig: Rig;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    rig = await startRig({ templates: TEMPLATES });
    for (const type of ["image/png", "audio/ogg", "application/pdf", "video/mp4"]) {
      ids.set(type, rig.emulator.world.media.upload(Buffer.from("x"), type, rig.clock.now()).id);
    }
  });
  afterAll(() => rig.close());

  /** The values a caller would have put where the sample has a placeholder. */
  function fill(text: string): string {
    return text
      .replace(/\{\{Recipient-(WA-)?Phone-Number\}\}/g, MARIANA)
      .replace(/"<AUDIO_OBJECT_ID>"/g, `"${ids.get("audio/ogg")}"`)
      .replace(/"<DOCUMENT_OBJECT_ID>"/g, `"${ids.get("application/pdf")}"`)
      .replace(/"(<IMAGE_OBJECT_ID>|3196424913981611)"/g, `"${ids.get("image/png")}"`)
      .replace(/"4548775454857854"/g, `"${ids.get("video/mp4")}"`)
      .replace(/"<MSGID_[A-Z_]+>"/g, '"wamid.HBgL"')
      .replace(/"<?http\(s\):\/\/[a-z-]+>?"/g, '"https://cdn.example/file"');
  }

  /** Templates that Meta's examples name "template-name" and describe nowhere. */
  function addTemplate(text: string): void {
    const sent = JSON.parse(text).template;
    if (sent?.name !== "template-name") return;
    const [header, replies] = text.includes('"header"') ? ["IMAGE", ["A", "B"]] : [undefined, []];
    rig.emulator.world.templates.put(
      template("template-name", "language-and-locale-code", "{{1}}, {{2}} and {{3}}.", replies, header),
    );
  }

  const post = (edge: string, text: string) => rig.graph("POST", `/100000000000001/${edge}`, text);

  it("there are some", () => {
    expect(fixtures("send-request").length).toBeGreaterThan(0);
    expect(fixtures("template-create-request").length).toBeGreaterThan(0);
  });

  it.each(fixtures("send-request"))("%s", async (name, text) => {
    const filled = fill(text);
    if (filled !== text) {
      const verbatim = await post("messages", text);
      expect(verbatim.status).toBeGreaterThanOrEqual(400);
      expect([100, 131008, 131009, 132001]).toContain(verbatim.body.error.code);
    }
    addTemplate(filled);
    const answer = await post("messages", filled);
    const refusal = REFUSED_SENDS[name];
    if (refusal)
      expect({ code: answer.body.error?.code, reason: refusal[1] }).toEqual({ code: refusal[0], reason: refusal[1] });
    else
      expect(answer).toMatchObject({
        status: 200,
        body: { messaging_product: "whatsapp", messages: [{ id: expect.any(String) }] },
      });
  });

  it.each(fixtures("send-mm-request"))("%s", async (_, text) => {
    expect(await post("marketing_messages", fill(text))).toMatchObject({ status: 200, body: { success: true } });
  });

  it.each(fixtures("template-create-request"))("%s", (name, text) => {
    for (const [review, refusals] of [
      [false, REFUSED_TEMPLATES],
      [true, REFUSED_IN_REVIEW],
    ] as const) {
      const refusal = refusals[name];
      const made = () => readTemplate(JSON.parse(text), { review });
      if (refusal) expect(made, refusal[1]).toThrow(expect.objectContaining({ subcode: refusal[0] }));
      else expect(made()).toMatchObject({ name: JSON.parse(text).name });
    }
  });

  it("every refusal listed here belongs to a file", () => {
    const names = new Set([...fixtures("send-request"), ...fixtures("template-create-request")].map(([name]) => name));
    expect(
      [...Object.keys(REFUSED_SENDS), ...Object.keys(REFUSED_IN_REVIEW)].filter((name) => !names.has(name)),
    ).toEqual([]);
  });
});
