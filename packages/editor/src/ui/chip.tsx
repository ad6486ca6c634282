import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export type ChipTone = "neutral" | "plain" | "water" | "pool" | "marketing" | "auth" | "warn" | "bad";

/** A word in a band. `icon` is a lucide icon, `glyph` one of our own signs. */
export function Chip({
  tone = "neutral",
  icon: Icon,
  glyph,
  title,
  children,
}: {
  tone?: ChipTone;
  icon?: LucideIcon;
  glyph?: ReactNode;
  title?: string;
  children: ReactNode;
}) {
  const classes = ["chip", tone === "neutral" ? "" : `chip-${tone}`, Icon || glyph ? "" : "chip-bare"];
  return (
    <span className={classes.filter(Boolean).join(" ")} title={title}>
      {Icon && <Icon aria-hidden />}
      {glyph}
      {children}
    </span>
  );
}
