import type { Glyph } from "@sluice/shared/conversation/timeline";
import {
  ArrowRight,
  Ban,
  BellOff,
  BellRing,
  CircleQuestionMark,
  CircleStop,
  Clock,
  Headset,
  Inbox,
  MessageSquareText,
  Send,
  Split,
  StickyNote,
  Undo2,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { WindowMeter } from "../ui/window-meter.tsx";

/** The sign before a sentence of the timeline. The sentence says it all; the sign lets one find it again. */
export function TimelineGlyph({ glyph }: { glyph: Glyph }) {
  return SIGNS[glyph];
}

const SIGNS: Record<Glyph, ReactNode> = {
  sent: <GateGlyph state="sent" />,
  released: <GateGlyph state="delivered" />,
  held: <GateGlyph state="held" />,
  "held-until": <GateGlyph state="held-until" />,
  blocked: <GateGlyph state="blocked" />,
  expired: <GateGlyph state="expired" />,
  stopped: <BellOff aria-hidden />,
  "window-closed": <WindowMeter until={null} now={0} />,
  unknown: <CircleQuestionMark aria-hidden />,
  delayed: <Clock aria-hidden />,
  withdrawn: <Undo2 aria-hidden />,
  refused: <Ban aria-hidden />,
  "opted-in": <BellRing aria-hidden />,
  started: <Send aria-hidden />,
  ended: <CircleStop aria-hidden />,
  moved: <ArrowRight aria-hidden />,
  "handed-off": <Headset aria-hidden />,
  "given-back": <Workflow aria-hidden />,
  inbox: <Inbox aria-hidden />,
  received: <MessageSquareText aria-hidden />,
  step: <Split aria-hidden />,
  note: <StickyNote aria-hidden />,
};
