import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Nothing here yet: what this place is for, and the next step. */
export function Empty({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon?: LucideIcon;
  title?: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      {Icon && <Icon aria-hidden />}
      {title && <h2>{title}</h2>}
      <p>{children}</p>
      {actions && <div className="acts">{actions}</div>}
    </div>
  );
}
