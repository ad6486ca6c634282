/**
 * There are no accounts yet, and the server listens on this machine only. What remains is the browser of the person at
 * work: another site's page must not act here in their name, directly or by a name that it lets point to 127.0.0.1.
 */
import type { Request, RequestHandler } from "express";
import { HttpProblem } from "./problem.ts";

export function sameOrigin(hosts: readonly string[]): RequestHandler {
  const known = new Set(["localhost", ...hosts]);
  return (request, _, next) => {
    const name = hostName(request.headers.host);
    if (name !== null && !known.has(name) && !isAddress(name))
      throw new HttpProblem(
        421,
        "unknown-host",
        "Refused",
        `This server is not known as "${name}". Set PUBLIC_URL if it is reached by that name.`,
      );
    if (isForeign(request, hosts))
      throw new HttpProblem(
        403,
        "foreign-origin",
        "Refused",
        "A page of another site asked for this. Nothing was changed.",
      );
    next();
  };
}

function isForeign(request: Request, hosts: readonly string[]): boolean {
  const site = request.get("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const from = new URL(origin);
  return from.host !== host && !hosts.includes(from.hostname);
}

function hostName(host: string | undefined): string | null {
  const url = `http://${host ?? ""}`;
  return host && URL.canParse(url) ? new URL(url).hostname : null;
}

/** An address cannot be pointed elsewhere by its owner's name server. */
function isAddress(name: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(name) || name.startsWith("[");
}
