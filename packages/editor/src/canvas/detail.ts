import { createContext } from "react";

/** How much of a card is drawn: everything from 60 %, a readable plate from 25 %, below that a block of its colour. */
export type Detail = "full" | "plate" | "block";

export function detailAt(zoom: number): Detail {
  if (zoom >= 0.6) return "full";
  return zoom >= 0.25 ? "plate" : "block";
}

export const DetailContext = createContext<Detail>("full");
