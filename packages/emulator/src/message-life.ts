/**
 * What becomes of an accepted message: sent, delivered when the phone is online, read when the person opens it, or failed
 * with the reason WhatsApp gives. Each step is a status webhook after a small delay on the clock.
 */
import type { Contact } from "./contacts.ts";
import { titleOf } from "./error-codes.ts";
import type { Message, Status } from "./message-store.ts";
import { monthOf } from "./pricing.ts";
import { profileOf, seconds, sendAbout, type World } from "./world.ts";

/** Takes the next step of a message that was accepted or sent: its first, or the one a restart came between. */
export function goOn(world: World, contact: Contact, message: Message): void {
  const { clock, delays } = world;
  const now = clock.now();
  const fate = message.outgoing?.willFail;
  if (message.status === "sent") deliverSoon(world, contact, message, delays.delivered - delays.sent);
  else if (fate) clock.schedule(now + delays.failed, () => fail(world, contact, message, fate.code, fate.details));
  else {
    clock.schedule(now + delays.sent, async () => {
      if (message.status !== "accepted") return;
      const told = advance(world, contact, message, "sent");
      deliverSoon(world, contact, message, delays.delivered - delays.sent);
      await told;
    });
  }
}

/** The phone came online: everything that waited arrives. */
export function deliverPending(world: World, contact: Contact): void {
  for (const message of world.messages.pending(contact.waId, world.clock.now())) {
    if (message.status === "sent") deliverSoon(world, contact, message, world.delays.delivered);
  }
}

/** The person opened the chat. Resolves when the read receipts went out. */
export async function markRead(world: World, contact: Contact): Promise<number> {
  const unread = world.messages
    .of(contact.waId)
    .filter((message) => message.direction === "from-business" && message.status === "delivered");
  for (const message of unread) await advance(world, contact, message, "read");
  return unread.length;
}

async function fail(world: World, contact: Contact, message: Message, code: number, details: string): Promise<void> {
  message.error = { code, title: titleOf(code), details };
  await advance(world, contact, message, "failed");
}

/**
 * Who taps a message has it on the phone: what is on its way to a phone that is online and will not fail arrives now, so
 * that a script need not know the delays.
 */
export async function deliverNow(world: World, contact: Contact): Promise<void> {
  if (!contact.online) return;
  const underWay = world.messages
    .of(contact.waId)
    .filter(
      (message) =>
        message.outgoing && !message.outgoing.willFail && (message.status === "accepted" || message.status === "sent"),
    );
  for (const message of underWay) {
    if (message.status === "accepted") await advance(world, contact, message, "sent");
    await deliver(world, contact, message);
  }
}

function deliverSoon(world: World, contact: Contact, message: Message, wait: number): void {
  world.clock.schedule(world.clock.now() + Math.max(wait, 0), () => deliver(world, contact, message));
}

async function deliver(world: World, contact: Contact, message: Message): Promise<void> {
  const { clock, delays } = world;
  const now = clock.now();
  const outgoing = message.outgoing;
  if (!contact.online || message.status !== "sent" || !outgoing || now >= outgoing.expiresAt) return;
  if (outgoing.takesSlot && contact.marketingSlots !== null) {
    contact.marketingSlots = Math.max(0, contact.marketingSlots - 1);
    world.listeners.tell({ type: "contact", waId: contact.waId });
  }
  if (outgoing.pricing?.category === "service") countService(world, now);
  const told = advance(world, contact, message, "delivered");
  if (contact.autoRead) {
    clock.schedule(now + delays.read, async () => {
      if (message.status === "delivered") await advance(world, contact, message, "read");
    });
  }
  await told;
}

function countService(world: World, now: number): void {
  const month = monthOf(now);
  world.serviceMessages.set(month, (world.serviceMessages.get(month) ?? 0) + 1);
}

async function advance(world: World, contact: Contact, message: Message, status: Status): Promise<void> {
  const now = world.clock.now();
  message.status = status;
  message.history.push({ status, at: now });
  world.listeners.tell({ type: "status", waId: contact.waId, wamid: message.wamid });
  await sendAbout(world, contact, "messages", statusValue(contact, message, status, now));
}

function statusValue(contact: Contact, message: Message, status: Status, now: number): Record<string, unknown> {
  const outgoing = message.outgoing;
  const failed = status === "failed";
  const named = outgoing?.byUserId ? { recipient_user_id: contact.userId } : { recipient_id: contact.waId };
  const priced = (status === "sent" || status === "delivered") && outgoing?.pricing;
  return {
    ...(failed ? {} : { contacts: [profileOf(contact)] }),
    statuses: [
      {
        id: message.wamid,
        status,
        timestamp: String(seconds(now)),
        ...named,
        ...(outgoing?.callbackData === undefined ? {} : { biz_opaque_callback_data: outgoing.callbackData }),
        ...(priced ? { pricing: outgoing.pricing } : {}),
        ...(failed && message.error ? { errors: [errorValue(message.error)] } : {}),
      },
    ],
  };
}

function errorValue(error: { code: number; title: string; details: string }) {
  return {
    code: error.code,
    title: error.title,
    message: error.title,
    error_data: { details: error.details },
    href: "/documentation/business-messaging/whatsapp/support/error-codes",
  };
}
