/**
 * A process of its own, for the shim to watch: traffic on the driver. Promises are appended to `<database>.word`, so that
 * they stand in the shim's journal in their place: `driver-traffic.ts <inbox|turn|migration> <database> <seed> <rounds>`.
 */
import { appendFileSync } from "node:fs";
import { openDatabase } from "../../src/store/sqlite/open-database.ts";
import { Random } from "../support/random.ts";
import { KeptWord } from "./kept-word.ts";
import { inboxTraffic, turnTraffic } from "./traffic.ts";

const [kind, path = "", seed, rounds] = process.argv.slice(2);

class WrittenWord extends KeptWord {
  override note(what: string, query: string, ...parameters: (string | number)[]): void {
    appendFileSync(`${path}.word`, `${JSON.stringify({ what, query, parameters })}\n`);
  }
}

if (kind === "migration") openDatabase(path).close();
else {
  const traffic = kind === "inbox" ? inboxTraffic : turnTraffic;
  await traffic(path, new Random(Number(seed)), Number(rounds), new WrittenWord(() => 0));
}
