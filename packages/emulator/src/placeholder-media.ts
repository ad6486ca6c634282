/** What a phone sends when a test asks for "an image" and does not care which: the smallest real file of its kind. */
interface Placeholder {
  mimeType: string;
  filename: string;
  bytes: Buffer;
}

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
const WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
const MP4 = "AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAAAIZnJlZQAAAAhtZGF0";
const OGG = "T2dnUwACAAAAAAAAAAAAAAAAAAAAAAAAAAABE09wdXNIZWFkAQE4AYC7AAAAAAA=";

export const PLACEHOLDERS: Record<"image" | "video" | "audio" | "document" | "sticker", Placeholder> = {
  image: { mimeType: "image/png", filename: "image.png", bytes: Buffer.from(PNG, "base64") },
  video: { mimeType: "video/mp4", filename: "video.mp4", bytes: Buffer.from(MP4, "base64") },
  audio: { mimeType: "audio/ogg; codecs=opus", filename: "voice.ogg", bytes: Buffer.from(OGG, "base64") },
  document: { mimeType: "text/plain", filename: "note.txt", bytes: Buffer.from("A note.\n") },
  sticker: { mimeType: "image/webp", filename: "sticker.webp", bytes: Buffer.from(WEBP, "base64") },
};
