/** `POST …/messages`: takes a message, answers at once, and lets its life begin (WR §7). */
import { judge, noteBlock, type Verdict } from "./cap.ts";
import { isObject, type Json, maybeObjectAt, oneOf, textAt } from "./check.ts";
import type { Contact } from "./contacts.ts";
import { titleOf } from "./error-codes.ts";
import { GraphError } from "./graph-error.ts";
import { goOn } from "./message-life.ts";
import { type Message, newWamid } from "./message-store.ts";
import { monthOf, priceOf } from "./pricing.ts";
import { type CheckedMessage, checkProduct, type Endpoint, validateMessage } from "./validate-message.ts";
import { businessCountry, type World } from "./world.ts";

const DAY = 24 * 3_600_000;
/** How long WhatsApp keeps trying: 30 days, codes 10 minutes (WR §5). */
const LIVES = 30 * DAY;
const CODE_LIVES = 10 * 60_000;
/** Of an ad conversation after our answer; answered within a day of the message (WR §3). */
const FREE_ENTRY = 72 * 3_600_000;

/** The body of the 200, or a GraphError. */
export function sendMessage(world: World, body: unknown, endpoint: Endpoint): Json {
  if (isObject(body) && body["status"] !== undefined && endpoint === "messages") return markInbound(world, body);
  const checked = validateMessage(world, body, endpoint);
  const contact = world.contacts.getOrCreate(checked.recipient.waId);
  const path = `/${world.credentials.phoneNumberId}/${endpoint}`;
  const fault = world.faults.take(path, (rule) => rule.failLater !== undefined);
  const verdict = fault?.failLater === undefined ? judgeFor(world, contact, checked) : failure(fault.failLater);
  const message = record(world, contact, checked, verdict, endpoint);
  if (!verdict.delivers && verdict.capped) noteBlock(contact, world.clock.now());
  goOn(world, contact, message);
  const { recipient, template } = checked;
  const who = recipient.byUserId ? { user_id: contact.userId } : { wa_id: contact.waId };
  return {
    messaging_product: "whatsapp",
    contacts: [{ input: recipient.input, ...who }],
    messages: [{ id: message.wamid, ...(template ? { message_status: "accepted" } : {}) }],
    ...(endpoint === "marketing_messages" ? { success: true } : {}),
  };
}

function judgeFor(world: World, contact: Contact, checked: CheckedMessage): Verdict {
  const now = world.clock.now();
  const reacted = checked.shown.reaction?.wamid;
  if (reacted !== undefined && world.messages.get(reacted)?.waId !== contact.waId) {
    return { delivers: false, code: 131009, details: "The message reacted to is not in this chat.", capped: false };
  }
  const pendingSlots = world.messages
    .pending(contact.waId, now)
    .filter((message) => message.outgoing?.takesSlot).length;
  return judge({ contact, class: checked.class, businessCountry: businessCountry(world), pendingSlots, now });
}

function failure(code: number): Verdict {
  return { delivers: false, code, details: `${titleOf(code)} (a fault that was asked for).`, capped: code === 131049 };
}

function record(
  world: World,
  contact: Contact,
  checked: CheckedMessage,
  verdict: Verdict,
  endpoint: Endpoint,
): Message {
  const now = world.clock.now();
  const { shown, template } = checked;
  if (verdict.delivers) openFreeEntry(contact, now);
  const serviceMessages = world.serviceMessages.get(monthOf(now)) ?? 0;
  const lite = endpoint === "marketing_messages";
  const message: Message = {
    wamid: newWamid(contact.waId),
    waId: contact.waId,
    direction: "from-business",
    shown,
    at: now,
    status: "accepted",
    history: [{ status: "accepted", at: now }],
    contextId: checked.contextId,
    template: template ? { name: template.name, language: template.language, category: template.category } : undefined,
    outgoing: {
      class: checked.class,
      lite,
      callbackData: checked.callbackData,
      byUserId: checked.recipient.byUserId,
      takesSlot: verdict.delivers && verdict.takesSlot,
      willFail: verdict.delivers ? null : { code: verdict.code, details: verdict.details },
      pricing: verdict.delivers ? priceOf({ class: checked.class, lite, contact, now, serviceMessages }) : null,
      expiresAt: now + lifeOf(checked),
    },
  };
  world.messages.add(message);
  const target = shown.reaction ? world.messages.get(shown.reaction.wamid) : null;
  if (target && target.waId === contact.waId) target.reaction = shown.reaction?.emoji || undefined;
  world.listeners.tell({ type: "message", waId: contact.waId, wamid: message.wamid });
  return message;
}

function lifeOf(checked: CheckedMessage): number {
  const ttl = checked.template?.message_send_ttl_seconds;
  if (ttl !== undefined) return ttl === -1 ? LIVES : ttl * 1_000;
  return checked.class === "authentication" ? CODE_LIVES : LIVES;
}

function openFreeEntry(contact: Contact, now: number): void {
  if (contact.referredAt !== null && now < contact.referredAt + DAY) contact.freeUntil = now + FREE_ENTRY;
  contact.referredAt = null;
}

/** `{"status":"read","message_id"}`, with `typing_indicator` while an answer is written. */
function markInbound(world: World, body: Json): Json {
  checkProduct(body);
  oneOf(body, "status", "", ["read"]);
  const wamid = textAt(body, "message_id");
  const message = world.messages.get(wamid);
  if (message?.direction !== "from-contact") {
    throw new GraphError(100, `Param message_id does not name a message received from a contact: "${wamid}".`);
  }
  const now = world.clock.now();
  for (const earlier of world.messages.of(message.waId)) {
    if (earlier.direction !== "from-contact" || earlier.status === "read" || earlier.at > message.at) continue;
    earlier.status = "read";
    earlier.history.push({ status: "read", at: now });
    world.listeners.tell({ type: "status", waId: message.waId, wamid: earlier.wamid });
  }
  const typing = maybeObjectAt(body, "typing_indicator");
  if (typing) {
    oneOf(typing, "type", "typing_indicator", ["text"]);
    world.listeners.tell({ type: "typing", waId: message.waId, until: now + 25_000 });
  }
  return { success: true };
}
