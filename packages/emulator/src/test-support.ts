/** An emulator on a port of its own with a clock that stands still, and a business that keeps what it is told. */
import { MovableClock } from "./clock.ts";
import type { EmulatorOptions } from "./emulator.ts";
import { serveEmulator } from "./serve.ts";

export const START = Date.UTC(2026, 10, 27, 9, 0, 0);
export const MARIANA = "+5511900000042";

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is looked at piece by piece
type Wire = any;

export interface Answer {
  status: number;
  body: Wire;
}

export type Rig = Awaited<ReturnType<typeof startRig>>;

export async function startRig(options: EmulatorOptions & { answers?: () => number } = {}) {
  const { answers = () => 200, ...rest } = options;
  const clock = new MovableClock({ start: START, frozen: true });
  const deliveries: { body: Buffer; headers: Record<string, string>; at: number }[] = [];
  const served = await serveEmulator({
    port: 0,
    clock,
    deliver: async (body, headers) => {
      deliveries.push({ body, headers, at: clock.now() });
      return { status: answers() };
    },
    ...rest,
  });
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const init = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await fetch(`${served.url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...init,
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
  const graph = (method: string, path: string, body?: unknown) =>
    call(method, `/v25.0${path}`, body, { authorization: `Bearer ${served.emulator.credentials.token}` });
  return {
    ...served,
    clock,
    deliveries,
    call,
    graph,
    control: (method: string, path: string, body?: unknown) => call(method, `/_control${path}`, body),
    send: (message: Record<string, unknown>, to = MARIANA) =>
      graph("POST", "/100000000000001/messages", { messaging_product: "whatsapp", to, ...message }),
    /** All changes the business was told of, as `value`s of that field. */
    told: (field = "messages"): Wire[] =>
      deliveries
        .flatMap(({ body }) => JSON.parse(body.toString("utf8")).entry)
        .flatMap((entry: Wire) => entry.changes)
        .filter((change: Wire) => change.field === field)
        .map((change: Wire) => change.value),
    statuses(wamid?: string): Wire[] {
      return this.told()
        .flatMap((value) => value.statuses ?? [])
        .filter((status: Wire) => wamid === undefined || status.id === wamid);
    },
    advance: (milliseconds: number) => clock.advanceBy(milliseconds),
  };
}

/** A marketing template with two quick replies and one variable. */
export const SALE = {
  name: "spring_sale",
  language: "en",
  category: "MARKETING",
  components: [
    { type: "HEADER", format: "TEXT", text: "Early access" },
    { type: "BODY", text: "Hi {{1}}, 30 % off everything until Sunday night.", example: { body_text: [["Asha"]] } },
    { type: "FOOTER", text: "Reply STOP to end offers" },
    {
      type: "BUTTONS",
      buttons: [
        { type: "QUICK_REPLY", text: "Show me" },
        { type: "QUICK_REPLY", text: "Maybe later" },
        { type: "URL", text: "Shop", url: "https://shop.example/sale" },
      ],
    },
  ],
};

export function saleMessage(name = "Asha", more: Record<string, unknown>[] = []) {
  const components = [{ type: "body", parameters: [{ type: "text", text: name }] }, ...more];
  return { type: "template", template: { name: SALE.name, language: { code: "en" }, components } };
}
