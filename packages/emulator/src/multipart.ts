/** The little of `multipart/form-data` that an upload needs. */
export interface Part {
  name: string;
  filename: string | null;
  contentType: string | null;
  bytes: Buffer;
}

const MAX_PARTS = 20;

/** Null when the content type is not multipart or the body does not follow its boundary. */
export function parseMultipart(contentType: string, body: Buffer): Part[] | null {
  const match = /^multipart\/form-data\b.*?\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) return null;
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString("latin1") === "--") return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), delimiter]), start);
    const headEnd = body.indexOf("\r\n\r\n", start);
    if (end < 0 || headEnd < 0 || headEnd > end || parts.length >= MAX_PARTS) return null;
    const part = readPart(body.subarray(start + 2, headEnd).toString("utf8"), body.subarray(headEnd + 4, end));
    if (!part) return null;
    parts.push(part);
    at = end + 2;
  }
  return null;
}

function readPart(head: string, bytes: Buffer): Part | null {
  const headers = new Map(
    head.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const disposition = headers.get("content-disposition") ?? "";
  const name = /\bname="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) return null;
  const filename = /\bfilename="([^"]*)"/i.exec(disposition)?.[1] ?? null;
  return { name, filename, contentType: headers.get("content-type") ?? null, bytes };
}
