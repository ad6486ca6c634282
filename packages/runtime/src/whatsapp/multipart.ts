/** A form with one file, as uploads want it (RFC 7578). */
import { randomBytes } from "node:crypto";
import { RawBody } from "./graph-connection.ts";

export function multipart(
  fields: Readonly<Record<string, string>>,
  file: { name: string; mimeType: string; bytes: Uint8Array },
): RawBody {
  const boundary = `sluice-${randomBytes(16).toString("hex")}`;
  const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n`;
  const texts = Object.entries(fields).map(([name, value]) => `${part(`name="${name}"`)}\r\n${value}\r\n`);
  // Quotes and line ends would break out of the header.
  const name = file.name.replace(/["\r\n\\]/g, "_");
  const type = file.mimeType.replace(/[\r\n]/g, "");
  const head = `${texts.join("")}${part(`name="file"; filename="${name}"`)}Content-Type: ${type}\r\n\r\n`;
  return new RawBody(
    `multipart/form-data; boundary=${boundary}`,
    Buffer.concat([Buffer.from(head, "utf8"), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  );
}
