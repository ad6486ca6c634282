import { readFileSync } from "node:fs";

/** From the package, which lies two folders above both the source and the build. */
export const VERSION: string = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
