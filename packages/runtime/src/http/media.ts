/** Files to send. */
import { createHash } from "node:crypto";
import { MEDIA_TYPES, mediaKindOf, mostBytes } from "@sluice/shared/messages/media-types";
import { addMedia, listMedia, type MediaFile, removeMedia } from "@sluice/shared/protocol/media";
import type { KeptFile } from "../store/store.ts";
import { wholeList } from "./page.ts";
import { HttpProblem, invalid, notFound } from "./problem.ts";
import { type Route, route } from "./route.ts";

const MEGABYTE = 1024 * 1024;

export const mediaRoutes: Route[] = [
  route(listMedia, async (_, { store }) => wholeList((await store.listMedia()).map(view))),

  route(addMedia, async ({ body, by }, { store, clock }) => {
    const kind = mediaKindOf(body.mimeType);
    if (kind === null)
      throw invalid(
        "media-type",
        `WhatsApp takes no files of the type "${body.mimeType}". It takes ${MEDIA_TYPES.join(", ")}. Nothing was kept.`,
        [{ path: "mimeType", message: "is not taken by WhatsApp" }],
      );
    const bytes = Buffer.from(body.data, "base64");
    if (bytes.length === 0)
      throw invalid("empty-file", "The file is empty. Nothing was kept.", [{ path: "data", message: "is empty" }]);
    if (bytes.length > mostBytes(kind))
      throw new HttpProblem(
        413,
        "too-big",
        "Too big",
        `The file has ${(bytes.length / MEGABYTE).toFixed(1)} MB; WhatsApp takes ${(mostBytes(kind) / MEGABYTE).toFixed(1)} MB of this kind. Nothing was kept.`,
      );
    const id = `file:${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}`;
    const file = { id, name: body.name, mimeType: body.mimeType, addedAt: clock.now(), addedBy: by };
    await store.addMedia(file, bytes);
    const kept = (await store.listMedia()).find((known) => known.id === id);
    return view(kept ?? { ...file, size: bytes.length });
  }),

  route(removeMedia, async ({ params }, { store }) => {
    if (!(await store.removeMedia(params.id))) throw notFound("file", params.id);
    return { removed: true as const };
  }),
];

function view({ id, name, mimeType, size, addedAt, addedBy }: KeptFile): MediaFile {
  return { id, name, kind: mediaKindOf(mimeType) ?? "document", mimeType, bytes: size, addedAt, addedBy };
}
