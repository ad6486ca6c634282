import { Laptop, Moon, Sun } from "lucide-react";
import { Avatar } from "../ui/avatar.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { type ThemeChoice, useTheme } from "./theme.ts";

export const themes: { id: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { id: "system", label: "As the system", icon: Laptop },
  { id: "light", label: "Light", icon: Sun },
  { id: "dark", label: "Dark", icon: Moon },
];

/** Who is at work, and what belongs to this browser. There are no accounts yet: everybody is "You". */
export function YouMenu() {
  const { choice, choose } = useTheme();
  return (
    <Menu
      side="right"
      trigger={
        <button type="button" className="rail-you" aria-label="You: appearance">
          <Avatar name="You" />
        </button>
      }
    >
      {themes.map(({ id, label, icon }) => (
        <MenuItem key={id} icon={icon} onSelect={() => choose(id)} end={choice === id ? "now" : undefined}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
