/** From what we want to say to the body of `POST /{phone-number-id}/messages` (WR §5, §5.1). */
import type { Identity } from "@sluice/shared/messages/incoming";
import type {
  ContactCard,
  FormContent,
  HeaderMedia,
  MediaContent,
  OutgoingContent,
  TemplateButtonContent,
  TemplateCard,
  TemplateContent,
  TemplateParameter,
} from "@sluice/shared/messages/outgoing";
import { present } from "./read-json.ts";

export interface RenderOptions {
  /** The message this one answers; the phone shows it above. */
  contextWamid?: string;
  /** Comes back in the statuses; at most 512 characters (WR §5). */
  callbackData?: string;
}

/**
 * The body of a send. A known phone wins over the user id, with "+", because without it WhatsApp would put the country
 * code of the business in front.
 * @throws RangeError when the person has neither, or the callback data are too long: both are mistakes of the program.
 */
export function renderMessage(content: OutgoingContent, to: Identity, options: RenderOptions = {}): object {
  if (options.callbackData !== undefined && options.callbackData.length > 512) {
    throw new RangeError("The callback data of a message are longer than 512 characters; WhatsApp would refuse it.");
  }
  return present({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...recipient(to),
    ...renderContent(content),
    context: options.contextWamid === undefined ? undefined : { message_id: options.contextWamid },
    biz_opaque_callback_data: options.callbackData,
  });
}

/** Marks a message of the person, and all before it, as read. */
export function renderRead(wamid: string): object {
  return { messaging_product: "whatsapp", status: "read", message_id: wamid };
}

/** Shows "typing" until the next message or for 25 seconds; marks as read too. */
export function renderTyping(wamid: string): object {
  return { ...renderRead(wamid), typing_indicator: { type: "text" } };
}

function recipient(to: Identity): object {
  if (to.phone) return { to: to.phone.startsWith("+") ? to.phone : `+${to.phone}` };
  if (to.userId) return { recipient: to.userId };
  throw new RangeError("A message can be addressed only to a phone number or a user id, and the contact has neither.");
}

function renderContent(content: OutgoingContent): object {
  switch (content.kind) {
    case "text":
      return { type: "text", text: present({ body: content.text, preview_url: content.previewUrl }) };
    case "buttons":
      return interactive("button", content, {
        buttons: content.buttons.map(({ id, title }) => ({ type: "reply", reply: { id, title } })),
      });
    case "list":
      return interactive("list", content, {
        button: content.label,
        sections: content.sections.map(({ title, rows }) =>
          present({
            title,
            rows: rows.map(({ id, title, description }) => present({ id, title, description })),
          }),
        ),
      });
    case "cta-url":
      return interactive("cta_url", content, {
        name: "cta_url",
        parameters: { display_text: content.displayText, url: content.url },
      });
    case "media":
      return { type: content.media, [content.media]: renderMedia(content) };
    case "location": {
      const { latitude, longitude, name, address } = content;
      return { type: "location", location: present({ latitude, longitude, name, address }) };
    }
    case "contacts":
      return { type: "contacts", contacts: content.contacts.map(renderContact) };
    case "location-request":
      return interactive("location_request_message", content, { name: "send_location" });
    case "form":
      return interactive("flow", content, { name: "flow", parameters: renderForm(content) });
    case "product":
      return interactive("product", content, {
        catalog_id: content.catalogId,
        product_retailer_id: content.productId,
      });
    case "products":
      return interactive("product_list", content, {
        catalog_id: content.catalogId,
        sections: content.sections.map(({ title, products }) =>
          present({ title, product_items: products.map((product) => ({ product_retailer_id: product })) }),
        ),
      });
    case "catalog":
      return interactive(
        "catalog_message",
        content,
        present({
          name: "catalog_message",
          parameters: content.productId ? { thumbnail_product_retailer_id: content.productId } : undefined,
        }),
      );
    case "template":
      return { type: "template", template: renderTemplate(content) };
  }
}

function interactive(
  type: string,
  { header, headerMedia, body, footer }: { header?: string; headerMedia?: HeaderMedia; body?: string; footer?: string },
  action: object,
): object {
  return {
    type: "interactive",
    interactive: present({
      type,
      header: headerMedia ? renderHeaderMedia(headerMedia) : header ? { type: "text", text: header } : undefined,
      body: body ? { text: body } : undefined,
      footer: footer ? { text: footer } : undefined,
      action,
    }),
  };
}

/** An uploaded file wins over a link. Audio and stickers carry no caption, only documents a file name (WR §5). */
function renderMedia({ media, mediaId, link, caption, filename }: MediaContent): object {
  return present({
    ...(mediaId ? { id: mediaId } : { link }),
    caption: caption && media !== "audio" && media !== "sticker" ? caption : undefined,
    filename: media === "document" ? filename : undefined,
  });
}

function renderHeaderMedia({ media, mediaId, link, filename }: HeaderMedia): object {
  const source = mediaId ? { id: mediaId } : { link };
  return { type: media, [media]: present({ ...source, filename: media === "document" ? filename : undefined }) };
}

/** The formatted name alone is refused: one more part of the name has to stand beside it. */
function renderContact(contact: ContactCard): object {
  const { name, firstName, middleName, lastName, prefix, suffix, company, department, title, birthday } = contact;
  const hasParts = [firstName, middleName, lastName, prefix, suffix].some(Boolean);
  return present({
    name: present({
      formatted_name: name,
      first_name: hasParts ? firstName : name,
      middle_name: middleName,
      last_name: lastName,
      prefix,
      suffix,
    }),
    org: company || department || title ? present({ company, department, title }) : undefined,
    birthday,
    phones: contact.phones?.map(({ phone, type, waId }) => present({ phone, type, wa_id: waId })),
    emails: contact.emails?.map(({ email, type }) => present({ email, type })),
    urls: contact.urls?.map(({ url, type }) => present({ url, type })),
    addresses: contact.addresses?.map(({ countryCode, ...address }) =>
      present({ ...address, country_code: countryCode }),
    ),
  });
}

function renderForm({ form, label, token, screen, data, draft }: FormContent): object {
  return present({
    flow_message_version: "3",
    ...("id" in form ? { flow_id: form.id } : { flow_name: form.name }),
    flow_cta: label,
    flow_token: token,
    flow_action: screen ? "navigate" : "data_exchange",
    flow_action_payload: screen ? present({ screen, data }) : undefined,
    mode: draft ? "draft" : undefined,
  });
}

function renderTemplate({ name, language, parameters, shown }: TemplateContent): object {
  const components = [
    ...headerPart(shown, parameters.header),
    ...(shown.offerEndsAt === undefined ? [] : [offerPart(shown.offerEndsAt)]),
    ...texts("body", parameters.body),
    ...buttonParts(shown.buttons, parameters.buttons),
    ...(shown.cards ? [{ type: "carousel", cards: shown.cards.map(renderCard) }] : []),
  ];
  return present({
    name,
    language: { code: language },
    components: components.length > 0 ? components : undefined,
  });
}

function headerPart(
  { headerMedia, headerLocation }: Pick<TemplateContent["shown"], "headerMedia" | "headerLocation">,
  words: readonly TemplateParameter[],
): object[] {
  if (headerMedia) return [{ type: "header", parameters: [renderHeaderMedia(headerMedia)] }];
  if (headerLocation) return [{ type: "header", parameters: [{ type: "location", location: headerLocation }] }];
  return texts("header", words);
}

function offerPart(endsAt: number): object {
  return {
    type: "limited_time_offer",
    parameters: [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms: endsAt } }],
  };
}

function renderCard(card: TemplateCard, index: number): object {
  return {
    card_index: index,
    components: [
      ...headerPart(card, []),
      ...texts("body", card.parameters),
      ...buttonParts(card.buttons, card.buttonParameters),
    ],
  };
}

/** Only buttons that carry something stand in a send. */
function buttonParts(
  buttons: readonly TemplateButtonContent[],
  parameters: readonly { index: number; text: string }[],
): object[] {
  return buttons.flatMap((button, index) => {
    const text = parameters.find((parameter) => parameter.index === index)?.text;
    const { payload, code, token, products = [] } = button;
    const [first] = products;
    switch (button.type) {
      case "quick-reply":
        return payload === undefined ? [] : [buttonPart("quick_reply", index, { type: "payload", payload })];
      case "url":
        return text === undefined ? [] : [buttonPart("url", index, { type: "text", text })];
      case "copy-code":
        return [buttonPart("copy_code", index, { type: "coupon_code", coupon_code: code ?? text ?? "" })];
      case "one-time-code":
        return [buttonPart("url", index, { type: "text", text: code ?? "" })];
      case "form":
        return token === undefined ? [] : [actionPart("flow", index, { flow_token: token })];
      case "catalog":
        return first === undefined ? [] : [actionPart("catalog", index, { thumbnail_product_retailer_id: first })];
      case "products":
        return [
          actionPart("mpm", index, {
            thumbnail_product_retailer_id: first,
            sections: [
              { title: button.title, product_items: products.map((product) => ({ product_retailer_id: product })) },
            ],
          }),
        ];
      default:
        return [];
    }
  });
}

function actionPart(subType: string, index: number, action: object): object {
  return buttonPart(subType, index, { type: "action", action });
}

function texts(type: "header" | "body", parameters: readonly TemplateParameter[]): object[] {
  if (parameters.length === 0) return [];
  return [
    { type, parameters: parameters.map(({ name, text }) => present({ type: "text", parameter_name: name, text })) },
  ];
}

/** The index is a text on the wire. */
function buttonPart(subType: string, index: number, parameter: object): object {
  return { type: "button", sub_type: subType, index: String(index), parameters: [parameter] };
}
