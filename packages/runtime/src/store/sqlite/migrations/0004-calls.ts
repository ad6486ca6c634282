/** Sessions that wait for another system: they have neither a timer nor a message, and are looked for at every start. */
export const CALLS = `
CREATE INDEX sessions_calling ON sessions (id)
  WHERE status = 'running' AND due IS NULL AND waits_for_message IS NULL;
`;
