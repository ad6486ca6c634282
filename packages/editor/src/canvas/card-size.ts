/**
 * Size and handles of a card, computed from its data: no measuring, no fonts. Rows have fixed heights, and texts are
 * clamped to the number of lines this file decides, so data and picture cannot disagree. React Flow is given width,
 * height and handles from here. Units: pixels at 100 %.
 */

export const CARD = {
  grid: 8,
  messageWidth: 240,
  stepWidth: 176,
  header: 44,
  gate: 28,
  row: 28,
  spill: 28,
  line: 16,
  charsPerLine: 34,
  stepCharsPerLine: 26,
  bubblePad: 7,
  stagePad: 8,
  media: 72,
  bubbleTitle: 17,
  bubbleFooter: 15,
  listLabel: 26,
  summaryPad: 8,
  maxLines: 3,
  maxSummaryLines: 2,
  maxRows: 12,
  /** The gate plate stands this far before its card; the basin reaches to `basinReach`. */
  gateReach: 30,
  basinReach: 70,
} as const;

/** The small chat bubble. */
export interface BubbleSize {
  media?: boolean;
  header?: boolean;
  body: string;
  footer?: boolean;
  list?: boolean;
}

export interface CardShape {
  /** Narrow: it sends nothing. */
  step: boolean;
  /** Sessions begin here: nothing leads in. */
  entry: boolean;
  /** A gate stands before it. */
  gate: boolean;
  bubble?: BubbleSize | undefined;
  summary: string;
  /** Ordinary ways out, by their ids in the order shown. */
  rows: readonly string[];
  /** Exceptional ways out, on the bottom edge. */
  spill: readonly string[];
}

export interface CardHandle {
  id: string;
  type: "source" | "target";
  side: "left" | "right" | "bottom";
  /** Its centre, from the card's upper left corner. */
  x: number;
  y: number;
}

export interface CardBox {
  width: number;
  height: number;
  handles: CardHandle[];
  stageTop: number;
  summaryTop: number;
  summaryLines: number;
  bubbleLines: number;
  rowsTop: number;
  spillTop: number;
  /** How many of `rows` are drawn as rows; 0 when the only way out sits at the header. */
  shownRows: number;
  /** How many more share the row "+ n more". */
  foldedRows: number;
}

/** The only handle that leads in. */
export const IN_HANDLE = "in";

export function cardBox(card: CardShape): CardBox {
  const width = card.step ? CARD.stepWidth : CARD.messageWidth;
  const atHeader = (card.rows.length === 1 && !card.bubble) || (card.rows.length === 1 && card.rows[0] === "next");
  const rows = atHeader ? [] : card.rows;
  const shownRows = Math.min(rows.length, CARD.maxRows);
  const foldedRows = rows.length - shownRows;

  const stageTop = CARD.header + (card.gate ? CARD.gate : 0);
  const bubbleLines = card.bubble ? textLines(card.bubble.body, CARD.charsPerLine, CARD.maxLines) : 0;
  const summaryTop = stageTop + (card.bubble ? bubbleHeight(card.bubble) + 2 * CARD.stagePad : 0);
  const summaryLines = textLines(
    card.summary,
    card.step ? CARD.stepCharsPerLine : CARD.charsPerLine,
    CARD.maxSummaryLines,
  );
  const rowsTop = summaryTop + (summaryLines > 0 ? summaryLines * CARD.line + CARD.summaryPad : 0);
  const spillTop = rowsTop + (shownRows + (foldedRows > 0 ? 1 : 0)) * CARD.row;
  const height = spillTop + (card.spill.length > 0 ? CARD.spill : 0);

  const handles: CardHandle[] = rows.map((id, index) => ({
    id,
    type: "source",
    side: "right",
    x: width,
    y: rowsTop + Math.min(index, CARD.maxRows) * CARD.row + CARD.row / 2,
  }));
  if (atHeader && card.rows[0] !== undefined) {
    handles.push({ id: card.rows[0], type: "source", side: "right", x: width, y: CARD.header / 2 });
  }
  for (const [index, id] of card.spill.entries()) {
    handles.push({ id, type: "source", side: "bottom", x: (width * (index + 0.5)) / card.spill.length, y: height });
  }
  if (!card.entry) {
    handles.push({
      id: IN_HANDLE,
      type: "target",
      side: "left",
      x: card.gate ? -CARD.gateReach : 0,
      y: CARD.header / 2,
    });
  }
  return {
    width,
    height,
    handles,
    stageTop,
    summaryTop,
    summaryLines,
    bubbleLines,
    rowsTop,
    spillTop,
    shownRows,
    foldedRows,
  };
}

/** Height of the small chat bubble. */
function bubbleHeight(bubble: BubbleSize): number {
  return (
    2 * CARD.bubblePad +
    (bubble.media ? CARD.media : 0) +
    (bubble.header ? CARD.bubbleTitle : 0) +
    textLines(bubble.body, CARD.charsPerLine, CARD.maxLines) * CARD.line +
    (bubble.footer ? CARD.bubbleFooter : 0) +
    (bubble.list ? CARD.listLabel : 0)
  );
}

/** Lines a text is given, 0 to `max`; every paragraph has at least one. */
export function textLines(text: string, perLine: number, max: number): number {
  if (!text) return 0;
  let lines = 0;
  for (const paragraph of text.split("\n", max + 1)) lines += Math.max(1, Math.ceil(cells(paragraph) / perLine));
  return Math.min(max, lines);
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u;

/** Width of a text in average Latin characters: wide scripts and emoji count two. */
function cells(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** A note without a size of its own: as wide as a message, as high as its text. */
export function noteBox(text: string): { width: number; height: number } {
  return { width: CARD.messageWidth, height: 20 + textLines(text, 36, 12) * 17 };
}
