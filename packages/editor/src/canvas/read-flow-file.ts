const LIMIT_MB = 5;

/**
 * The text of a file that may be a flow. The server reads it and names the line of a mistake; only what need not travel
 * is refused here. Throws an error whose message is for people.
 */
export async function readFlowFile(file: Pick<File, "size" | "text">): Promise<string> {
  if (file.size > LIMIT_MB * 1024 * 1024) {
    const size = (file.size / 1024 / 1024).toFixed(1);
    throw new Error(`The file has ${size} MB; ${LIMIT_MB} MB are allowed. Nothing was changed.`);
  }
  return await file.text();
}
