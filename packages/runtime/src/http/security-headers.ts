/** What a browser may do with our pages: only our own code, no frames, nothing guessed. */
import type { RequestHandler } from "express";

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  // The canvas positions its nodes by style attributes.
  "style-src 'self' 'unsafe-inline'",
  // Headers of templates show pictures from where the author keeps them.
  "img-src 'self' data: blob: https:",
  "media-src 'self' blob: https:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders: RequestHandler = (_, response, next) => {
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  next();
};
