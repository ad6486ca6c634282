/** Light or dark: follows the system until the person chooses; the choice is kept in this browser. */
import { create } from "zustand";

export type ThemeChoice = "system" | "light" | "dark";

const KEY = "sluice.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export const useTheme = create<{ choice: ThemeChoice; choose(choice: ThemeChoice): void }>((set) => ({
  choice: stored(),
  choose(choice) {
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // Storage may be forbidden; the choice then lasts until the page is closed.
    }
    set({ choice });
  },
}));

apply();
useTheme.subscribe(apply);
dark.addEventListener("change", apply);

function apply(): void {
  const { choice } = useTheme.getState();
  const theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  document.documentElement.dataset["theme"] = theme;
}

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}
