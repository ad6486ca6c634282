import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";

/**
 * A dialog with a title, a body that scrolls and a row of buttons. Focus goes in, stays in and comes back; Esc and a
 * press outside close it. Used for publish, restore, stop, erase and conflict only (everything else is done in place).
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  width = 480,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  /** Pixels, never wider than the screen. */
  width?: number;
  children?: ReactNode;
}) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className="dialog" style={{ "--dialog-width": `${width}px` } as CSSProperties}>
          <header>
            <Base.Title>{title}</Base.Title>
            {description && <Base.Description>{description}</Base.Description>}
            <Base.Close className="icon-btn" aria-label="Close">
              <X aria-hidden />
            </Base.Close>
          </header>
          {children && <div className="dialog-body">{children}</div>}
          {footer && <footer>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
