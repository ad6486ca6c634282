import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { readableError } from "../api/problem.ts";

const manager = Base.createToastManager();

/** Says what happened, for five seconds. Screen readers hear it politely. */
export function say(title: string, text?: string): void {
  manager.add({ title, ...(text ? { description: text } : {}) });
}

/** Says what went wrong and what to do next; stays until it is closed. */
export function sayError(title: string, error: unknown): void {
  const { message } = readableError(error);
  manager.add({ title, description: message, type: "bad", timeout: 0 });
}

/** Where toasts appear. Stands once, around the app. */
export function Toasts({ children }: { children: React.ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className="toasts">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className="toast">
      <Base.Content role={toast.type === "bad" ? "alert" : undefined}>
        <Base.Title className="title" />
        <Base.Description className="text" />
      </Base.Content>
      <Base.Close className="icon-btn icon-btn-sm" aria-label="Close">
        <X aria-hidden />
      </Base.Close>
    </Base.Root>
  ));
}
