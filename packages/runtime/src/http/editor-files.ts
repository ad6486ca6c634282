/** The editor's build. Its routes are the browser's own, so every page is its index. */
import { join } from "node:path";
import express, { Router } from "express";

export function editorRouter(folder: string): Router {
  const router = Router();
  // Names under /assets carry a hash of their content.
  router.use(
    "/assets",
    express.static(join(folder, "assets"), { immutable: true, maxAge: "365d", fallthrough: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get("/*path", (request, response, next) => {
    if (!isPage(request.path, request.get("accept"))) return next();
    response.setHeader("Cache-Control", "no-cache");
    response.sendFile(join(folder, "index.html"));
  });
  router.get("/", (_, response) => {
    response.setHeader("Cache-Control", "no-cache");
    response.sendFile(join(folder, "index.html"));
  });
  return router;
}

/** Server paths are not the editor's, and a missing picture is not a page. */
function isPage(path: string, accept: string | undefined): boolean {
  if (/^\/(api|webhooks|emulator|socket\.io|assets)(\/|$)/.test(path)) return false;
  return accept === undefined || accept.includes("text/html") || accept.includes("*/*");
}
