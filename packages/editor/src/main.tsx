import "@fontsource-variable/geist/wght.css";
import "./app/styles.css";
import "./app/arrival.ts";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/query-client.ts";
import { App } from "./app/app.tsx";
import { Toasts } from "./ui/toast.tsx";
import { TooltipProvider } from "./ui/tooltip.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <Toasts>
          <App />
        </Toasts>
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);

// The mono face is for codes and ids only; it may come after the first picture.
void import("@fontsource-variable/geist-mono/wght.css");
