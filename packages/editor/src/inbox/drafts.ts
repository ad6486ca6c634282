/** What is written but not sent, per conversation; nothing is lost by looking at another one. */
import { create } from "zustand";

interface Drafts {
  texts: Record<string, string>;
  write(conversation: string, text: string): void;
}

export const useDrafts = create<Drafts>((set) => ({
  texts: {},
  write: (conversation, text) => set(({ texts }) => ({ texts: { ...texts, [conversation]: text } })),
}));
