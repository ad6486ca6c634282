/** Published flows, talked to by the emulator's phone: what people write is understood, menu words and stops come first, clocks are local. */
import { expect, type Sluice, test } from "./server.ts";

type Flow = { id: string; nodes: object[]; edges: [string, string, string][]; templates?: object[] };

async function post(sluice: Sluice, path: string, body: object): Promise<void> {
  const response = await fetch(sluice.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.ok, `${path}: ${response.status} ${response.ok ? "" : await response.text()}`).toBe(true);
}

async function publish(sluice: Sluice, { edges, ...flow }: Flow): Promise<void> {
  const drawn = edges.map(([source, sourceHandle, target], at) => ({ id: `e${at}`, source, sourceHandle, target }));
  await post(sluice, "/api/flows/import", { formatVersion: 1, name: flow.id, ...flow, edges: drawn });
  await post(sluice, `/api/flows/${flow.id}/publish`, { force: true, reason: "for this chat" });
}

/** A phone of one person. */
function phone(sluice: Sluice, number: string) {
  const shown = async () =>
    (await sluice.control("GET", `/contacts/${encodeURIComponent(number)}/messages`)) as {
      direction: string;
      type: string;
      text?: string;
    }[];
  return {
    says: (what: object) => sluice.control("POST", "/inbound", { from: number, ...what }),
    /** The newest message shown, once it is this one. */
    hears: (text: string | RegExp) =>
      expect
        .poll(async () => (await shown()).filter(({ direction }) => direction === "from-business").at(-1)?.text ?? "", {
          timeout: 10_000,
        })
        .toMatch(text),
    count: async () => (await shown()).filter(({ direction }) => direction === "from-business").length,
  };
}

const keyword = (words: string[], more: object = {}) => ({
  trigger: { kind: "keyword", words, match: "exact", ...more },
});
const ask = (answer: string, more: object = {}) => ({ text: `A ${answer}?`, answer, variable: answer, ...more });

test("answers of every kind are taken as people write them, and asked for again when they are none", async ({
  sluice,
}) => {
  const kinds = ["number", "date", "email", "phone", "choice", "location", "media", "text"];
  const choices = {
    choices: [
      { id: "k", title: "Kitchen" },
      { id: "g", title: "Garden" },
    ],
  };
  await publish(sluice, {
    id: "answers",
    nodes: [
      { id: "in", type: "entry", config: keyword(["answers"]) },
      ...kinds.map((kind) => ({ id: kind, type: "ask", config: ask(kind, kind === "choice" ? choices : {}) })),
      {
        id: "all",
        type: "text",
        config: {
          text: "{{ number + 1 }} / {{ date }} / {{ email }} / {{ phone }} / {{ choice }} / {{ location.latitude }} / {{ text }}",
        },
      },
    ],
    edges: [
      ["in", "next", "number"],
      ...kinds.map((kind, at): [string, string, string] => [kind, "answered", kinds[at + 1] ?? "all"]),
    ],
  });
  const { says, hears, count } = phone(sluice, "+5511900000042");
  await says({ text: "answers" });
  await hears("A number?");
  await says({ text: "about a dozen" });
  await expect.poll(count).toBe(2);
  await says({ text: "1.250,50" });
  await hears("A date?");
  await says({ text: "24/12/2026" });
  await hears("A email?");
  await says({ text: "mariana at example" });
  await expect.poll(count).toBe(5);
  await says({ text: " Mariana@Example.com " });
  await hears("A phone?");
  await says({ text: "(11) 91234-5678" });
  await hears("A choice?");
  await says({ text: "gardem" });
  await hears("A location?");
  await says({ location: { latitude: -23.5, longitude: -46.6 } });
  await hears("A media?");
  await says({ media: "image" });
  await hears("A text?");
  await says({ text: "Obrigada" });
  await hears("1251.5 / 2026-12-24 / mariana@example.com / +5511912345678 / Garden / -23.5 / Obrigada");
});

test("a menu word is taken wherever one stands, STOP before everything, and START after it", async ({ sluice }) => {
  await publish(sluice, {
    id: "quiz",
    nodes: [
      { id: "in", type: "entry", config: keyword(["quiz"]) },
      { id: "q", type: "ask", config: ask("text") },
      { id: "done", type: "text", config: { text: "You said {{ text }}" } },
    ],
    edges: [
      ["in", "next", "q"],
      ["q", "answered", "done"],
    ],
  });
  await publish(sluice, {
    id: "menu",
    nodes: [
      { id: "in", type: "entry", config: keyword(["menu", "cardápio"], { interrupts: true }) },
      { id: "m", type: "text", config: { text: "What we have" } },
    ],
    edges: [["in", "next", "m"]],
  });
  const { says, hears, count } = phone(sluice, "+5511900000042");
  await says({ text: "quiz" });
  await hears("A text?");
  await says({ text: "Cardapio" });
  await hears("What we have");
  await says({ text: "STOP" });
  const contact = async () => {
    const { items } = await (await fetch(`${sluice.url}/api/contacts?search=5511900000042`)).json();
    return (await fetch(`${sluice.url}/api/contacts/${items[0].id}/timeline`)).json();
  };
  await expect.poll(async () => JSON.stringify(await contact())).toMatch(/gets no more offers/);
  expect(await count()).toBeGreaterThanOrEqual(2);
  await says({ text: "START" });
  await expect.poll(async () => JSON.stringify(await contact())).toMatch(/Offers may go out again/);
  await says({ text: "blue" });
  await hears("You said blue");
});

test("a wait until nine is nine by the person's clock, also over the night the clocks change", async ({ sluice }) => {
  await publish(sluice, {
    id: "nine",
    nodes: [
      { id: "in", type: "entry", config: keyword(["nine"]) },
      { id: "w", type: "delay", config: { untilTime: "09:00" } },
      { id: "t", type: "text", config: { text: "Good morning" } },
    ],
    edges: [
      ["in", "next", "w"],
      ["w", "next", "t"],
    ],
  });
  // Budapest goes from UTC+2 to UTC+1 on 31 October 2027: nine is 07:00Z the day before, and 08:00Z then.
  const { says, hears, count } = phone(sluice, "+36201234567");
  await sluice.control("PUT", "/contacts/%2B36201234567", {});
  await sluice.control("POST", "/clock", { set: "2027-10-30T20:00:00Z" });
  await says({ text: "nine" });
  const { items } = await (await fetch(`${sluice.url}/api/contacts?search=36201234567`)).json();
  expect(items).toHaveLength(1);
  await sluice.control("POST", "/clock", { set: "2027-10-31T07:59:00Z" });
  expect(await count()).toBe(0);
  await sluice.control("POST", "/clock", { set: "2027-10-31T08:01:00Z" });
  await hears("Good morning");
});
