/** People who were erased: a keyed hash of each identity, and whether offers were stopped. */
export const FORGOTTEN = `
CREATE TABLE forgotten (
  workspace_id TEXT NOT NULL DEFAULT 'w1',
  portfolio TEXT NOT NULL DEFAULT 'p1',
  identity TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  stopped_by_meta_at INTEGER,
  stopped_by_word_at INTEGER,
  PRIMARY KEY (workspace_id, portfolio, identity)
) STRICT, WITHOUT ROWID;
`;
