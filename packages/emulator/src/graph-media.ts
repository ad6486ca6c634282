/** Uploads and downloads: `POST /{phone-number-id}/media`, `GET DELETE /{media-id}` and the address that GET names. */
import { GraphError, unknownObject } from "./graph-error.ts";
import type { GraphAnswer, GraphRequest } from "./graph-request.ts";
import { parseMultipart } from "./multipart.ts";
import type { World } from "./world.ts";

export function uploadMedia(world: World, request: GraphRequest) {
  const parts = parseMultipart(request.contentType, request.body);
  if (!parts)
    throw new GraphError(100, "The body must be multipart/form-data with the fields messaging_product, type and file.");
  const field = (name: string) => parts.find((part) => part.name === name);
  if (field("messaging_product")?.bytes.toString("utf8") !== "whatsapp")
    throw new GraphError(100, 'The parameter messaging_product must be "whatsapp".');
  const file = field("file");
  if (!file) throw new GraphError(100, "The parameter file is required.");
  const type = field("type")?.bytes.toString("utf8") || file.contentType || "";
  return { id: world.media.upload(Buffer.from(file.bytes), type, world.clock.now()).id };
}

export function getMedia(world: World, request: GraphRequest, id: string) {
  const file = world.media.get(id, world.clock.now());
  if (!file) throw unknownObject(request.method, id);
  const ticket = world.media.ticketFor(file, world.clock.now());
  return {
    messaging_product: "whatsapp",
    url: `${request.baseUrl}/v25.0/_media/${id}?ticket=${ticket}`,
    mime_type: file.mimeType,
    sha256: file.sha256,
    file_size: file.bytes.length,
    id,
  };
}

export function deleteMedia(world: World, request: GraphRequest, id: string) {
  if (!world.media.delete(id)) throw unknownObject(request.method, id);
  return { success: true };
}

/** The address lives 5 minutes and needs the token like every call. */
export function downloadMedia(world: World, request: GraphRequest, id: string): GraphAnswer {
  const now = world.clock.now();
  const file = world.media.get(id, now);
  const ticket = file?.ticket;
  if (!file || !ticket || ticket.value !== request.query.get("ticket") || now >= ticket.expiresAt) {
    throw new GraphError(100, "This media address has expired; ask for the media id again.", { status: 404 });
  }
  return { status: 200, body: null, file: { bytes: file.bytes, contentType: file.mimeType } };
}
