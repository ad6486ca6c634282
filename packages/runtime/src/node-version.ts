/**
 * Imported first, and importing nothing itself: on a Node that is too old the database driver ends the process without a
 * word (better-sqlite3 13 needs Node-API 10), so the refusal must come before anything else is loaded.
 */
const LEAST = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
  process.stderr.write(
    `Sluice needs Node ${LEAST.join(".")} or newer; this is Node ${process.versions.node}. Start it with "npx -y pnpm@10.34.9 start", which brings its own Node, or install a newer one.\n`,
  );
  process.exit(1);
}

export {};
