import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { MediaContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { mediaFields, mediaSource, oneSource } from "../media-source.ts";
import { passingFacts, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";

const schema = z
  .strictObject({
    kind: field(z.enum(["image", "video", "audio", "document", "sticker"]), { label: "What", widget: "select" }),
    link: mediaFields.link,
    mediaId: mediaFields.mediaId,
    caption: field(filledText(5_000).optional(), {
      label: "Caption",
      help: "Not under voice messages and stickers.",
      widget: "multiline",
      maxLength: LIMITS.media.caption,
    }),
    filename: mediaFields.filename,
  })
  .refine(oneSource.holds, oneSource.message);
type Config = z.infer<typeof schema>;

function content(config: Config, resolve: (text: string) => string): MediaContent {
  const { kind, caption, filename } = config;
  return {
    kind: "media",
    media: kind,
    ...mediaSource(config, resolve),
    ...(caption ? { caption: resolve(caption) } : {}),
    ...(filename ? { filename: resolve(filename) } : {}),
  };
}

const WORDS = { image: "Picture", video: "Video", audio: "Voice message", document: "File", sticker: "Sticker" };

export const media: NodeDefinition<Config> = {
  type: "media",
  title: "Picture or file",
  group: "message",
  icon: "image",
  help: "Sends a picture, video, voice message, file or sticker while the person's 24-hour window is open.",
  schema,
  initial: { kind: "image", link: "https://example.com/picture.jpg" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }, WINDOW_CLOSED],
  facts: (config) => {
    const facts = passingFacts([config.link, config.mediaId, config.caption, config.filename]);
    return { ...facts, send: facts.send && { ...facts.send, media: true } };
  },
  summary: () => "",
  kindLine: (config) => `${WORDS[config.kind]} · free-form`,
  preview: (config) => ({ content: content(config, (text) => text) }),
  check: ({ kind, caption }) =>
    caption && (kind === "audio" || kind === "sticker")
      ? [
          {
            code: "invalid-config",
            path: "caption",
            message: "WhatsApp shows no caption under voice messages and stickers; it is left out.",
            severity: "warning",
          },
        ]
      : [],
  run: (context) =>
    sendFreeForm(
      context,
      content(context.config, (text) => context.resolve.text(text)),
      () => ({ go: "next" }),
    ),
};
