/** Notices for people, and whom the portfolio reached outside a window (its limit counts people in 24 hours). */
export const NOTICES = `
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

CREATE TABLE reached (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  portfolio TEXT NOT NULL DEFAULT 'p1',
  contact TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, portfolio, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX reached_at ON reached (workspace_id, portfolio, at);
`;
