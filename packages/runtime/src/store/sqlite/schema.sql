-- Schema 5, as store/sqlite/migrations make it. Written by tools/generate-store-schema.mjs.

CREATE TABLE attempts (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL PRIMARY KEY,
  message TEXT NOT NULL REFERENCES messages (id),
  channel_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('inflight', 'accepted', 'delivered', 'read', 'failed', 'unknown')),
  wamid TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_inflight ON attempts (message) WHERE state = 'inflight';

CREATE UNIQUE INDEX attempts_wamid ON attempts (workspace_id, wamid) WHERE wamid IS NOT NULL;

CREATE TABLE channels (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE contacts (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  -- Turned out to be this other contact: the row stays, so that whoever still holds its id is led on.
  merged_into TEXT REFERENCES contacts (id),
  name TEXT,
  phone TEXT,
  user_id TEXT,
  search TEXT NOT NULL,
  last_inbound_at INTEGER,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE conversations (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  contact TEXT NOT NULL REFERENCES contacts (id),
  channel_id TEXT NOT NULL,
  -- Last message or call. A window that is open now was opened less than 24 h before, so it is found by this too.
  active_at INTEGER NOT NULL,
  window_closes_at INTEGER,
  unanswered_since INTEGER,
  handed_off INTEGER NOT NULL,
  held INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (contact, channel_id)
) STRICT;

CREATE INDEX conversations_active ON conversations (workspace_id, active_at, contact, channel_id, window_closes_at);

CREATE INDEX conversations_handed_off ON conversations (workspace_id, active_at, contact, channel_id) WHERE handed_off = 1;

CREATE INDEX conversations_held ON conversations (workspace_id, active_at, contact, channel_id) WHERE held > 0;

CREATE INDEX conversations_unanswered ON conversations (workspace_id, unanswered_since, contact, channel_id) WHERE unanswered_since IS NOT NULL;

CREATE TABLE event_keys (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE flows (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  draft TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  paused_at INTEGER,
  paused_by TEXT,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE forgotten (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  portfolio TEXT NOT NULL DEFAULT 'p1',
  identity TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  stopped_by_meta_at INTEGER,
  stopped_by_word_at INTEGER,
  PRIMARY KEY (workspace_id, portfolio, identity)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT;

CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE identities (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  portfolio TEXT NOT NULL DEFAULT 'p1',
  kind TEXT NOT NULL CHECK (kind IN ('phone', 'user-id')),
  value TEXT NOT NULL,
  contact TEXT NOT NULL REFERENCES contacts (id),
  PRIMARY KEY (workspace_id, portfolio, kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX identities_contact ON identities (contact);

CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL UNIQUE,
  received_at INTEGER NOT NULL,
  pending INTEGER NOT NULL DEFAULT 1,
  note TEXT,
  body BLOB NOT NULL
) STRICT;

CREATE INDEX inbox_pending ON inbox (seq) WHERE pending = 1;

CREATE TABLE ledgers (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  contact TEXT NOT NULL REFERENCES contacts (id),
  account TEXT NOT NULL DEFAULT 'a1',
  blocked_until INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (contact, account)
) STRICT;

CREATE INDEX ledgers_blocked ON ledgers (workspace_id, blocked_until) WHERE blocked_until IS NOT NULL;

CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  contact TEXT NOT NULL,
  channel_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('inbound', 'message', 'entry', 'ledger')),
  at INTEGER NOT NULL,
  -- Order among what happened at the same instant.
  rank INTEGER NOT NULL,
  code TEXT,
  rule TEXT,
  session TEXT,
  flow TEXT,
  node TEXT,
  message TEXT,
  doc TEXT
) STRICT;

CREATE INDEX log_timeline ON log (contact, at, rank);

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

CREATE TABLE messages (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL UNIQUE,
  contact TEXT NOT NULL REFERENCES contacts (id),
  channel_id TEXT NOT NULL,
  session TEXT,
  flow TEXT,
  test INTEGER NOT NULL,
  class TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'queued', 'sent', 'expired', 'withdrawn', 'refused')),
  -- Open, in flight, unknown or with a timer: part of every decision about the contact.
  live INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  held_by TEXT,
  due INTEGER,
  not_before INTEGER,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX messages_due ON messages (due) WHERE due IS NOT NULL;

CREATE INDEX messages_held ON messages (workspace_id, flow, held_by) WHERE state = 'held';

CREATE INDEX messages_live ON messages (contact) WHERE live = 1;

CREATE INDEX messages_queued ON messages (created_at) WHERE state = 'queued';

CREATE INDEX messages_unknown ON messages (created_at) WHERE unknown = 1;

CREATE TABLE notices (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL UNIQUE,
  -- "flow:<id>" or "channel:<id>"
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  params TEXT NOT NULL,
  dismissed_at INTEGER,
  dismissed_by TEXT
) STRICT;

CREATE INDEX notices_open ON notices (workspace_id, subject) WHERE dismissed_at IS NULL;

CREATE TABLE publications (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  channel_id TEXT NOT NULL,
  flow TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, channel_id, flow),
  FOREIGN KEY (workspace_id, flow) REFERENCES flows (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, flow, revision) REFERENCES revisions (workspace_id, flow, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX publications_flow ON publications (workspace_id, flow);

CREATE TABLE reached (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  portfolio TEXT NOT NULL DEFAULT 'p1',
  contact TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, portfolio, contact)
) STRICT, WITHOUT ROWID;

CREATE INDEX reached_at ON reached (workspace_id, portfolio, at);

CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;

CREATE TABLE revisions (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  flow TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT,
  document TEXT NOT NULL,
  PRIMARY KEY (workspace_id, flow, number)
) STRICT;

CREATE TABLE sessions (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  id TEXT NOT NULL UNIQUE,
  contact TEXT NOT NULL REFERENCES contacts (id),
  channel_id TEXT NOT NULL,
  flow TEXT NOT NULL,
  revision INTEGER NOT NULL,
  test INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'ended')),
  reason TEXT,
  node TEXT NOT NULL,
  waits_for_message TEXT,
  due INTEGER,
  generation INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_calling ON sessions (id)
  WHERE status = 'running' AND due IS NULL AND waits_for_message IS NULL;

CREATE INDEX sessions_contact ON sessions (contact, status);

CREATE INDEX sessions_due ON sessions (due) WHERE due IS NOT NULL;

CREATE INDEX sessions_flow ON sessions (workspace_id, flow, status, test);

CREATE INDEX sessions_running ON sessions (workspace_id, contact) WHERE status = 'running' AND test = 0;

CREATE TABLE settings (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (workspace_id, name)
) STRICT;

CREATE TABLE templates (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  channel_id TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  synced_at INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (workspace_id, channel_id, name, language)
) STRICT;
