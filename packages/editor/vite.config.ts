import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:3000";
const here = import.meta.dirname;

/** `source` makes the shared package come from its TypeScript, so the editor needs no build of it. */
export default defineConfig({
  root: here,
  plugins: [react(), tailwindcss()],
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  build: { target: "es2023", chunkSizeWarningLimit: 900 },
  server: {
    proxy: {
      "/api": server,
      "/emulator": server,
      "/socket.io": { target: server, ws: true },
    },
  },
});
