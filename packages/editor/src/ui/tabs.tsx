import { Tabs as Base } from "@base-ui/react/tabs";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface Tab<Id extends string> {
  id: Id;
  label: ReactNode;
  count?: number | undefined;
  icon?: LucideIcon;
}

/** Underlined tabs over one panel. The panel shows `children`, which belong to the chosen tab. */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onChange,
  className,
  children,
}: {
  label: string;
  tabs: readonly Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Id)} className={className}>
      <Base.List className="tabs" aria-label={label} activateOnFocus>
        {tabs.map(({ id, label: text, count, icon: Icon }) => (
          <Base.Tab key={id} value={id}>
            {Icon && <Icon size={14} aria-hidden />}
            {text}
            {count !== undefined && <em>{count}</em>}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="min-h-0 flex-1 overflow-y-auto outline-none" tabIndex={-1}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
