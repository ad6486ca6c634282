/** A body of `POST …/messages` or `…/marketing_messages`, checked from top to bottom. */
import { LIMITS } from "@sluice/shared/messages/limits";
import type { MessageClass } from "./cap.ts";
import { isObject, type Json, maybeBooleanAt, maybeObjectAt, maybeTextAt, objectAt, textAt } from "./check.ts";
import { fillTemplate, findTemplate } from "./fill-template.ts";
import { GraphError } from "./graph-error.ts";
import { type Recipient, readRecipient } from "./recipient.ts";
import type { Shown } from "./shown.ts";
import type { TemplateRecord } from "./template-book.ts";
import {
  isMediaKind,
  validateContacts,
  validateLocation,
  validateMedia,
  validateReaction,
  validateText,
} from "./validate-content.ts";
import { validateInteractive } from "./validate-interactive.ts";
import type { MediaLookup } from "./validate-media.ts";
import type { World } from "./world.ts";

export type Endpoint = "messages" | "marketing_messages";

export interface CheckedMessage {
  recipient: Recipient;
  shown: Shown;
  class: MessageClass;
  template: TemplateRecord | null;
  contextId: string | undefined;
  callbackData: string | undefined;
}

/** Throws the GraphError WhatsApp would answer. */
export function validateMessage(world: World, body: unknown, endpoint: Endpoint): CheckedMessage {
  if (!isObject(body)) throw new GraphError(100, "The body must be a JSON object.");
  checkProduct(body);
  const type = body["type"] === undefined ? "text" : textAt(body, "type");
  if (endpoint === "marketing_messages") checkMarketingApi(body, type);
  const recipient = readRecipient(world, body);
  const contextId = readContext(body);
  const callbackData = maybeTextAt(body, "biz_opaque_callback_data", "", { max: LIMITS.callbackData });
  const exists: MediaLookup = (id) => world.media.get(id, world.clock.now()) !== null;
  const common = { recipient, contextId, callbackData };
  if (type !== "template")
    return { ...common, shown: readContent(body, type, exists), class: "free-form", template: null };

  const sent = objectAt(body, "template");
  const template = findTemplate(world.templates, sent);
  if (endpoint === "marketing_messages" && template.category !== "MARKETING") {
    throw new GraphError(
      131055,
      `Only marketing templates may be sent here; ${template.name} is ${template.category}.`,
    );
  }
  if (template.category === "AUTHENTICATION" && recipient.byUserId) {
    throw new GraphError(131062, "Authentication templates must be sent to a phone number.");
  }
  const shown = fillTemplate(template, sent, exists);
  return { ...common, shown, class: template.category.toLowerCase() as MessageClass, template };
}

/** Every call names its product, marks of reading too. */
export function checkProduct(body: Json): void {
  if (body["messaging_product"] === undefined)
    throw new GraphError(100, "The parameter messaging_product is required.");
  if (body["messaging_product"] !== "whatsapp") {
    throw new GraphError(
      100,
      `Param messaging_product must be "whatsapp"; it is ${JSON.stringify(body["messaging_product"])}.`,
    );
  }
}

function checkMarketingApi(body: Json, type: string): void {
  if (type !== "template") throw new GraphError(100, "Message must be a template message.");
  const policy = maybeTextAt(body, "product_policy");
  if (policy !== undefined && policy !== "CLOUD_API_FALLBACK" && policy !== "STRICT") {
    throw new GraphError(131009, `Param product_policy must be CLOUD_API_FALLBACK or STRICT; it is "${policy}".`);
  }
  maybeBooleanAt(body, "message_activity_sharing");
}

function readContext(body: Json): string | undefined {
  const context = maybeObjectAt(body, "context");
  if (!context) return undefined;
  const id = textAt(context, "message_id", "context");
  if (!id.startsWith("wamid."))
    throw new GraphError(131009, `Param context['message_id'] is not the id of a message: "${id}".`);
  return id;
}

function readContent(body: Json, type: string, exists: MediaLookup): Shown {
  if (isMediaKind(type)) return validateMedia(type, objectAt(body, type), exists);
  switch (type) {
    case "text":
      return validateText(objectAt(body, "text"));
    case "location":
      return validateLocation(objectAt(body, "location"));
    case "contacts":
      return validateContacts(body);
    case "reaction":
      return validateReaction(objectAt(body, "reaction"));
    case "interactive":
      return validateInteractive(objectAt(body, "interactive"), exists);
    default:
      throw new GraphError(
        131051,
        `Message type "${type}" is not supported; it must be text, image, video, audio, document, sticker, location, contacts, reaction, interactive or template.`,
      );
  }
}
