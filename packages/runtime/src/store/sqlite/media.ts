/** Files to send, with the ids WhatsApp gave them. */
import type { KeptFile, MediaStore } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { type Sql, WORKSPACE } from "./sql.ts";

const COLUMNS = "id, name, mime_type AS mimeType, added_at AS addedAt, added_by AS addedBy";
const ADD = "INSERT OR IGNORE INTO media (id, name, mime_type, added_at, added_by, bytes) VALUES (?, ?, ?, ?, ?, ?)";
const LIST = `SELECT ${COLUMNS}, length(bytes) AS size FROM media WHERE workspace_id = '${WORKSPACE}'
  ORDER BY added_at DESC, id`;
const ONE = `SELECT ${COLUMNS}, length(bytes) AS size, bytes FROM media WHERE workspace_id = '${WORKSPACE}' AND id = ?`;
const REMOVE = `DELETE FROM media WHERE workspace_id = '${WORKSPACE}' AND id = ?`;
const UPLOAD = `SELECT platform_id FROM media_uploads
  WHERE workspace_id = '${WORKSPACE}' AND media = ? AND phone_number_id = ? AND expires_at > ?`;
const KEEP_UPLOAD = `INSERT INTO media_uploads (media, phone_number_id, platform_id, expires_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (workspace_id, media, phone_number_id)
  DO UPDATE SET platform_id = excluded.platform_id, expires_at = excluded.expires_at`;
const FORGET_UPLOAD = `DELETE FROM media_uploads WHERE workspace_id = '${WORKSPACE}' AND media = ? AND phone_number_id = ?`;

export function mediaStore(sql: Sql, group: GroupCommit): MediaStore {
  return {
    addMedia: ({ id, name, mimeType, addedAt, addedBy }, bytes) =>
      group.run("setting", () => sql.run(ADD, id, name, mimeType, addedAt, addedBy, Buffer.from(bytes)) > 0),

    async listMedia() {
      return sql.all<KeptFile>(LIST);
    },

    async media(id) {
      return sql.one<KeptFile & { bytes: Uint8Array }>(ONE, id) ?? null;
    },

    removeMedia: (id) => group.run("setting", () => sql.run(REMOVE, id) > 0),

    async mediaUpload(id, phoneNumberId, now) {
      return sql.value<string>(UPLOAD, id, phoneNumberId, now) ?? null;
    },

    async keepMediaUpload(id, phoneNumberId, upload) {
      await group.run("setting", () => {
        if (upload === null) sql.run(FORGET_UPLOAD, id, phoneNumberId);
        else sql.run(KEEP_UPLOAD, id, phoneNumberId, upload.platformId, upload.expiresAt);
      });
    },
  };
}
