/** What WhatsApp tells us in a webhook, typed, one event for each thing that happened. */
import type { Json } from "@sluice/shared/flow/json";
import type { Identity, IncomingContent, IncomingMessage } from "@sluice/shared/messages/incoming";
import type { Instant } from "@sluice/shared/time/instant";

interface EventBase {
  /**
   * The same for every repetition of the same event, different for different ones: (phone number id, wamid) for a
   * message, (wamid, status) for a status, a SHA-256 of the change for anything else (reliability.md §2.1).
   */
  key: string;
  /** The WhatsApp business account of the entry; empty when the webhook did not say. */
  wabaId: string;
}

/** An error as it comes in webhooks. `describeCode` says what it means. */
export interface PlatformError {
  code: number;
  title?: string;
  details?: string;
}

export interface MessageReceived extends EventBase {
  type: "message";
  phoneNumberId: string;
  message: IncomingMessage;
}

/** What became of a message we sent. Order is not promised: merge monotonically. */
export interface StatusReceived extends EventBase {
  type: "status";
  phoneNumberId: string;
  wamid: string;
  /** "sent", "delivered", "read", "played", "failed", "deleted"; others are kept as they come. */
  status: string;
  at: Instant;
  /** Null when WhatsApp left everything out that names the person. */
  recipient: Identity | null;
  errors: PlatformError[];
  /** Our own `biz_opaque_callback_data`, the proof that an attempt with an unknown outcome was sent. */
  callbackData?: string;
  pricing?: { billable?: boolean; model?: string; type?: string; category?: string };
  /** From v24 on only inside a free entry point (WR §0). */
  conversation?: { id: string; expiresAt?: Instant; origin?: string };
  /** Set for messages to groups; `recipient` is then the member. */
  groupId?: string;
}

export interface CallReceived extends EventBase {
  type: "call";
  phoneNumberId: string;
  callId: string;
  /** "connect", "terminate" and whatever else comes. */
  event: string;
  /** The person, whoever called. */
  from: Identity;
  at: Instant;
  /** The person called us: the window opens at `at` (WR §3). */
  opensWindow: boolean;
}

/** The person's own wish about marketing, told to WhatsApp (D1). */
export interface UserPreferenceReceived extends EventBase {
  type: "user-preference";
  phoneNumberId: string;
  from: Identity;
  /** "stop" or "resume"; others, such as "signup", are kept as they come. */
  value: string;
  /** "marketing_messages" as far as known. */
  category: string;
  at: Instant;
}

interface TemplateNamed extends EventBase {
  templateId: string;
  name: string;
  language: string;
}

export interface TemplateStatusChanged extends TemplateNamed {
  type: "template-status";
  /** "APPROVED", "REJECTED", "PAUSED", "DISABLED", … */
  status: string;
  reason?: string;
  category?: string;
}

export interface TemplateQualityChanged extends TemplateNamed {
  type: "template-quality";
  previous?: string;
  quality: string;
}

export interface TemplateCategoryChanged extends TemplateNamed {
  type: "template-category";
  previous?: string;
  /** The category that counts now. */
  category: string;
  /** The category it is going to have, announced a day before (WR §5.1). */
  announced?: string;
}

export interface TemplateComponentsChanged extends TemplateNamed {
  type: "template-components";
  raw: Json;
}

export interface PhoneQualityChanged extends EventBase {
  type: "phone-quality";
  displayPhoneNumber: string;
  event: string;
  currentLimit?: string;
}

/** Something about the account or one of its numbers: restrictions, reviews, alerts, names. */
export interface AccountChanged extends EventBase {
  type: "account";
  field: string;
  event: string;
  raw: Json;
}

export interface CapabilityChanged extends EventBase {
  type: "capability";
  raw: Json;
}

/** A person at the business answered from the phone app: the bot should pause. */
export interface EchoReceived extends EventBase {
  type: "echo";
  phoneNumberId: string;
  wamid: string;
  to: Identity;
  at: Instant;
  content: IncomingContent;
}

/** An error that belongs to no message, such as a rate limit. */
export interface ValueErrorReceived extends EventBase {
  type: "value-error";
  phoneNumberId: string;
  error: PlatformError;
}

/** Kept and shown, with no effect. */
export interface UnknownReceived extends EventBase {
  type: "unknown";
  field: string;
  raw: Json;
}

export type WebhookEvent =
  | MessageReceived
  | StatusReceived
  | CallReceived
  | UserPreferenceReceived
  | TemplateStatusChanged
  | TemplateQualityChanged
  | TemplateCategoryChanged
  | TemplateComponentsChanged
  | PhoneQualityChanged
  | AccountChanged
  | CapabilityChanged
  | EchoReceived
  | ValueErrorReceived
  | UnknownReceived;
