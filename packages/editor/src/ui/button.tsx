import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip.tsx";

export type ButtonVariant = "plain" | "primary" | "ghost" | "danger";
export type ControlSize = "md" | "sm";

/** The classes of a button, for links that look like one. */
export function buttonClass(variant: ButtonVariant = "plain", size: ControlSize = "md"): string {
  return ["btn", variant === "plain" ? "" : `btn-${variant}`, size === "sm" ? "btn-sm" : ""].filter(Boolean).join(" ");
}

type ButtonProps = Omit<ComponentProps<"button">, "children"> & {
  variant?: ButtonVariant;
  size?: ControlSize;
  icon?: LucideIcon;
  children: ReactNode;
};

export function Button({ variant = "plain", size = "md", icon: Icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`${buttonClass(variant, size)} ${className ?? ""}`}>
      {Icon && <Icon aria-hidden />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  /** What it does; the name for everybody who does not see the icon, and the tooltip for those who do. */
  label: string;
  icon: LucideIcon;
  size?: ControlSize;
  boxed?: boolean;
  /** Shown in the tooltip after the label: "Ctrl Z". */
  keys?: string;
};

/** A square button with an icon only. It always has a name. */
export function IconButton({
  label,
  icon: Icon,
  size = "md",
  boxed = false,
  keys,
  className,
  ...rest
}: IconButtonProps) {
  const classes = ["icon-btn", size === "sm" ? "icon-btn-sm" : "", boxed ? "icon-btn-boxed" : "", className ?? ""];
  return (
    <Tooltip content={keys ? `${label} (${keys})` : label}>
      <button type="button" {...rest} aria-label={label} className={classes.filter(Boolean).join(" ")}>
        <Icon aria-hidden />
      </button>
    </Tooltip>
  );
}
