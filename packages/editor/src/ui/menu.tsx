import { Menu as Base } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

/** A menu on a trigger (an element, usually an IconButton or a Button). Arrow keys and first letters work. */
export function Menu({
  trigger,
  align = "end",
  side = "bottom",
  children,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="popup-layer">
          <Base.Popup className="popup">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({
  icon: Icon,
  onSelect,
  tone,
  disabled = false,
  end,
  children,
}: {
  icon?: LucideIcon;
  onSelect: () => void;
  tone?: "bad";
  disabled?: boolean;
  /** Small text at the right, such as a key. */
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Base.Item className="popup-item" disabled={disabled} onClick={onSelect} data-tone={tone}>
      {Icon && <Icon aria-hidden />}
      {children}
      {end && <span className="end">{end}</span>}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="popup-line" />;
}
