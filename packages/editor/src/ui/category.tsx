import type { TemplateCategory } from "@sluice/shared/flow/template";
import { KeyRound, type LucideIcon, Megaphone, ReceiptText } from "lucide-react";
import { Chip, type ChipTone } from "./chip.tsx";

/** How a template's category is shown everywhere: word, icon and tone. */
export const categories: Record<TemplateCategory, { word: string; icon: LucideIcon; tone: ChipTone }> = {
  MARKETING: { word: "Marketing", icon: Megaphone, tone: "marketing" },
  UTILITY: { word: "Utility", icon: ReceiptText, tone: "neutral" },
  AUTHENTICATION: { word: "Authentication", icon: KeyRound, tone: "auth" },
};

export function CategoryChip({ category }: { category: TemplateCategory }) {
  const { word, icon, tone } = categories[category];
  return (
    <Chip tone={tone} icon={icon}>
      {word}
    </Chip>
  );
}
