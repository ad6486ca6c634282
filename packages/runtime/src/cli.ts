/** The command line: `node packages/runtime/dist/cli.js lint flow.json`. */
import "./node-version.ts";

const { run } = await import("./cli/run.ts");
const { standardIo } = await import("./cli/io.ts");

process.exitCode = await run(process.argv.slice(2), standardIo);
