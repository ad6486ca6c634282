/** The same distinctions over TLS, with a certificate made on the spot. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WhatsAppClient } from "./client.ts";

const certificate = makeCertificate();

describe.skipIf(certificate === null)("over TLS (needs the openssl command)", () => {
  let server: https.Server;
  let baseUrl = "";
  let requests = 0;
  const connections = new Set<unknown>();

  beforeAll(async () => {
    server = https.createServer({ ...certificate }, (request, response) => {
      requests += 1;
      connections.add(request.socket);
      request.resume().on("end", () => {
        if (request.url?.includes("/reset/")) request.socket.destroy();
        else response.end('{"messages":[{"id":"wamid.1"}]}');
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const client = () => new WhatsAppClient({ baseUrl, version: "v25.0", token: "secret-token" });

  test("a certificate nobody vouches for: not sent, and the server saw no request", async () => {
    const untrusting = client();
    expect(await untrusting.send("100", {})).toEqual({ kind: "not-sent", why: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(requests).toBe(0);
    untrusting.close();
  });

  test("a trusted one: accepted, over one kept connection, and a reset after the request is unknown", async () => {
    const usual = tls.getCACertificates("default");
    tls.setDefaultCACertificates([certificate?.cert ?? ""]);
    const trusting = client();
    try {
      expect(await trusting.send("100", {})).toEqual({ kind: "accepted", wamid: "wamid.1" });
      expect(await trusting.send("100", {})).toEqual({ kind: "accepted", wamid: "wamid.1" });
      expect(connections.size).toBe(1);
      expect(await trusting.send("reset", {})).toMatchObject({ kind: "unknown" });
    } finally {
      trusting.close();
      tls.setDefaultCACertificates(usual);
    }
  });
});

function makeCertificate(): { key: string; cert: string } | null {
  const folder = mkdtempSync(join(tmpdir(), "sluice-tls-"));
  const key = join(folder, "key.pem");
  const cert = join(folder, "cert.pem");
  const command = "openssl";
  const options =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1";
  try {
    execFileSync(command, [...options.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } catch {
    // Without the command there is no certificate; the tests then show as skipped.
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
