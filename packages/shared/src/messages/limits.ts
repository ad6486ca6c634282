/**
 * Every numeric limit of WhatsApp messages and templates, once (WR §5, §5.1). The linter, the runtime's rendering, the
 * editor's counters and the emulator's checks read this table; nobody writes such a number a second time.
 *
 * Lengths are characters as WhatsApp counts them: use `lengthOf`. Sources: [M-…] Meta's page, [C-…] code, see WR §12.
 */
export const LIMITS = {
  /** `biz_opaque_callback_data` [M-changelog #172]. */
  callbackData: 512,
  text: {
    /** [C-pywa] [C-ericvera] */
    body: 4096,
  },
  media: {
    /** Image, video, document; audio and sticker take none [C-openapi]. */
    caption: 1024,
    /** Bytes by kind [M-media]. Stickers: animated ones 500 KB, static ones 100 KB. */
    bytes: {
      audio: 16 * 1024 * 1024,
      document: 100 * 1024 * 1024,
      image: 5 * 1024 * 1024,
      sticker: 500 * 1024,
      staticSticker: 100 * 1024,
      video: 16 * 1024 * 1024,
    },
  },
  contacts: {
    /** [C-openapi] */
    min: 1,
    max: 5,
  },
  interactive: {
    /** Text header [M-list] [M-btn]. */
    header: 60,
    /** All kinds but the list [M-btn] [M-cta] [C-openapi]. */
    body: 1024,
    footer: 60,
  },
  buttons: {
    /** Reply buttons [M-btn] [C-openapi]. */
    min: 1,
    max: 3,
    title: 20,
    id: 256,
  },
  list: {
    /** 4096 on Meta's page, 1024 in Meta's OpenAPI [M-list] [C-openapi]; the page is younger. */
    body: 4096,
    /** The button that opens the list. */
    label: 20,
    sections: { min: 1, max: 10 },
    /** Rows over all sections together. */
    rows: { min: 1, max: 10 },
    /** Needed when there is more than one section. */
    sectionTitle: 24,
    rowTitle: 24,
    rowDescription: 72,
    rowId: 200,
  },
  ctaUrl: {
    /** [M-cta] */
    displayText: 20,
    url: 2000,
  },
  carousel: {
    /** Free-form media carousel [M-carousel]. */
    cards: { min: 2, max: 10 },
    cardBody: 160,
    cardBodyLineBreaks: 2,
    buttonTitle: 20,
    buttonId: 256,
  },
  flow: {
    /** 30 in Meta's OpenAPI, 20 in pywa; no emoji [C-openapi] [C-pywa]. */
    cta: 30,
  },
  products: {
    /** Product list [C-openapi]. */
    sections: { min: 1, max: 10 },
    items: { min: 1, max: 30 },
    sectionTitle: 24,
  },
  voiceCall: {
    /** [C-pywa] */
    label: 20,
  },
  template: {
    /** Lowercase letters, digits, underscore [M-tpl]. */
    name: 512,
    /** Text header, with at most one parameter [M-comp]. */
    header: 60,
    headerParameters: 1,
    /** After filling in as well (132005) [M-comp] [M-errors]. */
    body: 1024,
    footer: 60,
    buttons: {
      /** All kinds together, then by kind [M-comp]. */
      max: 10,
      quickReply: 10,
      url: 2,
      phone: 1,
      copyCode: 1,
      label: 25,
      urlLength: 2000,
      urlParameters: 1,
      phoneLength: 20,
      code: 15,
    },
    /** Payload of a quick reply in a send; bounded like the id of a reply button [C-openapi]. */
    quickReplyPayload: 256,
    /** Limited-time offer [C-pywa]. */
    offerText: 16,
    /** Carousel in a template [C-pywa]. */
    cards: { min: 1, max: 10 },
    /** Parameter of an authentication template [M-categ]. */
    authenticationParameter: 15,
    /** Seconds of `message_send_ttl_seconds` [M-ttl]. */
    ttlSeconds: {
      AUTHENTICATION: { min: 30, max: 900 },
      UTILITY: { min: 30, max: 43_200 },
      MARKETING: { min: 43_200, max: 2_592_000 },
    },
    /** Per WABA: unverified business, verified business [M-tpl]. */
    perAccount: { unverified: 250, verified: 6000 },
    createdPerHour: 100,
  },
  webhook: {
    /** [M-endpoint] [M-webhooks] */
    bodyBytes: 3 * 1024 * 1024,
    updates: 1000,
  },
  /** Messages to one user: one in 6 s, up to 45 borrowed in a burst [M-about]. */
  pairRate: { everySeconds: 6, burst: 45 },
  /** Messages per second of one business number, in and out [M-thru]. */
  throughput: { standard: 80, upgraded: 1000 },
} as const;

/** Characters as people count them: code points, so that "😀" is one and not two. `lengthOf("é")` -> 1 */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
