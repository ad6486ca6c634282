/** Files to send, and the ids WhatsApp gave them, by business number. */
export const MEDIA = `
CREATE TABLE media (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  mime_type TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  added_by TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE media_uploads (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  media TEXT NOT NULL,
  phone_number_id TEXT NOT NULL,
  platform_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, media, phone_number_id),
  FOREIGN KEY (workspace_id, media) REFERENCES media (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
`;
