/** The account as WhatsApp sees it: token, number, templates; the clock beside theirs; and whether webhooks get here. */
import type { Config, WhatsAppSettings } from "../../config.ts";
import { WhatsAppClient } from "../../whatsapp/client.ts";
import { GraphConnection } from "../../whatsapp/graph-connection.ts";
import { objectOf, textOf } from "../../whatsapp/read-json.ts";
import { readTemplates } from "../../whatsapp/templates.ts";
import { bad, type Check, good, skipped, warning } from "./check.ts";

/** Webhooks carry whole seconds, and windows are counted in them. Milliseconds. */
const ODD_SKEW = 5_000;
const WRONG_SKEW = 60_000;
const PATIENCE = 10_000;

export async function checkWhatsApp(config: Config, now: () => number): Promise<Check[]> {
  const { whatsapp } = config;
  if (!whatsapp)
    return [
      skipped(
        "whatsapp",
        "No account is configured, so the emulator is the channel. Set the WHATSAPP_ settings for a real one.",
      ),
    ];
  const { apiUrl: baseUrl, apiVersion: version, token } = whatsapp;
  const settings = { baseUrl, version, token, answerTimeout: PATIENCE };
  let connection: GraphConnection;
  let client: WhatsAppClient;
  try {
    connection = new GraphConnection(settings);
    client = new WhatsAppClient(settings);
  } catch (error) {
    return [bad("whatsapp", error instanceof Error ? error.message : String(error))];
  }
  try {
    const number = await checkNumber(connection, whatsapp, now);
    return [...number, await checkTemplates(client, whatsapp), await checkWebhook(config, whatsapp)];
  } finally {
    connection.close();
    client.close();
  }
}

async function checkNumber(
  connection: GraphConnection,
  whatsapp: WhatsAppSettings,
  now: () => number,
): Promise<Check[]> {
  const start = now();
  const fields = "display_phone_number,verified_name,quality_rating";
  const answer = await connection.exchange("GET", `/${encodeURIComponent(whatsapp.phoneNumberId)}?fields=${fields}`);
  if (answer.kind !== "answer") {
    const says = `${whatsapp.apiUrl} does not answer: ${answer.why}. Check the network and WHATSAPP_API_URL.`;
    return [bad("whatsapp", says)];
  }
  const clock = clockCheck(answer.headers.date, (start + now()) / 2);
  return [numberCheck(answer.status, answer.body, whatsapp), ...(clock ? [clock] : [])];
}

function numberCheck(status: number, body: string, { phoneNumberId }: WhatsAppSettings): Check {
  const value = parse(body);
  const error = objectOf(value?.["error"]);
  if (status === 200 && value && !error) {
    const number = textOf(value["display_phone_number"]) ?? phoneNumberId;
    const name = textOf(value["verified_name"]);
    const quality = textOf(value["quality_rating"]);
    const says = `${number}${name ? ` (${name})` : ""} answers to the token${quality ? `, quality ${quality.toLowerCase()}` : ""}.`;
    return quality === "RED" ? warning("whatsapp", says) : good("whatsapp", says);
  }
  const why = textOf(error?.["message"]) ?? `HTTP ${status}`;
  const code = textOf(error?.["code"]);
  const mend =
    status === 401 || code === "190"
      ? "Make a new system user token and set WHATSAPP_TOKEN."
      : "Check WHATSAPP_PHONE_NUMBER_ID, and that the token may manage this account.";
  return bad("whatsapp", `The number was refused: ${why.replace(/\.?$/, ".")} ${mend}`);
}

function clockCheck(header: string | undefined, at: number): Check | null {
  const theirs = header === undefined ? Number.NaN : Date.parse(header);
  if (!Number.isFinite(theirs)) return null;
  // The header has whole seconds, so half a second is the middle of what it may mean.
  const skew = at - (theirs + 500);
  const seconds = Math.round(Math.abs(skew) / 1_000);
  if (Math.abs(skew) <= ODD_SKEW) return good("clock", `Within ${Math.max(seconds, 1)} s of WhatsApp's.`);
  const says = `This machine's clock is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} WhatsApp's: windows and timers are off by that. Synchronise it (NTP).`;
  return Math.abs(skew) > WRONG_SKEW ? bad("clock", says) : warning("clock", says);
}

async function checkTemplates(client: WhatsAppClient, { wabaId }: WhatsAppSettings): Promise<Check> {
  const answer = await client.listTemplates(wabaId);
  if (answer.kind !== "ok") {
    const why = answer.kind === "rejected" ? `error ${answer.code}, ${answer.details}` : answer.why;
    return bad(
      "templates",
      `They cannot be read: ${why.replace(/\.?$/, ".")} Check WHATSAPP_WABA_ID and the token's rights.`,
    );
  }
  const { templates, notes } = readTemplates(answer.value);
  const approved = templates.filter(({ status }) => status === "APPROVED").length;
  const says = `${templates.length} in the account, ${approved} approved.`;
  return notes.length === 0 ? good("templates", says) : warning("templates", `${says} ${notes.join(" ")}`);
}

/** Asks as WhatsApp does when a webhook is registered. */
async function checkWebhook({ publicUrl }: Config, { verifyToken }: WhatsAppSettings): Promise<Check> {
  if (publicUrl === null)
    return skipped("webhook", "PUBLIC_URL is not set, so whether WhatsApp reaches this server was not tried.");
  const url = new URL("webhooks/whatsapp", publicUrl.endsWith("/") ? publicUrl : `${publicUrl}/`);
  const challenge = "sluice-doctor";
  url.search = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.verify_token": verifyToken,
    "hub.challenge": challenge,
  }).toString();
  const place = `${url.origin}${url.pathname}`;
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const body = (await response.text()).slice(0, 1_000);
    if (response.status === 200 && body === challenge) return good("webhook", `${place} answers as WhatsApp wants it.`);
    return bad(
      "webhook",
      `${place} answers with HTTP ${response.status}, not with the challenge. Does it lead to this server, with this verify token?`,
    );
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    return bad(
      "webhook",
      `${place} cannot be reached: ${why.replace(/\.?$/, ".")} Is the server running, and the proxy before it?`,
    );
  }
}

function parse(body: string) {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    // Not JSON: told by its HTTP status.
    return null;
  }
}
