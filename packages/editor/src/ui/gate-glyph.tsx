/**
 * The gate in a node's channel, in the seven states of a marketing template (caps.md T8). Paddle half: armed. Paddle
 * down and full: held, with a clock in it when it waits for an instant. Paddle up over waves: out. Struck through:
 * blocked by WhatsApp. Dashed posts and a clock: too late. Always stands beside its words.
 */
import type { GateStateName } from "@sluice/shared/conversation/hold-state";
export type GateState = "armed" | "held" | "held-until" | "sent" | "delivered" | "blocked" | "expired";

export function GateGlyph({ state, size }: { state: GateState; size?: number }) {
  return (
    <svg
      className="gate-glyph"
      data-state={state}
      viewBox="0 0 20 20"
      style={size === undefined ? undefined : { width: size, height: size }}
      aria-hidden
    >
      {SHAPES[state]}
    </svg>
  );
}

/** The glyph of what the server says of a gate; null where nothing stands at one. */
export const gateGlyphs: Record<GateStateName, GateState | null> = {
  armed: "armed",
  "waiting-for-interaction": "held",
  "waiting-until": "held-until",
  sent: "sent",
  delivered: "delivered",
  blocked: "blocked",
  expired: "expired",
  waiting: null,
};

const frame = "M3.8 18.6V3.6M16.2 18.6V3.6M1.6 3.6h16.8";
const paddleUp = <path className="glyph-paddle" d="M5.7 4.4h8.6v4a.9.9 0 0 1-.9.9H6.6a.9.9 0 0 1-.9-.9z" />;
const paddleDown = <rect className="glyph-paddle" x="5.7" y="9" width="8.6" height="9.3" rx=".9" />;

const SHAPES: Record<GateState, React.ReactNode> = {
  armed: (
    <>
      <path className="glyph-frame" d={`${frame}M10 3.6V8`} />
      <rect className="glyph-paddle-open" x="6.4" y="8" width="7.2" height="5" rx=".9" />
    </>
  ),
  held: (
    <>
      <path className="glyph-frame" d={`${frame}M10 3.6v6`} />
      {paddleDown}
    </>
  ),
  "held-until": (
    <>
      <path className="glyph-frame" d={`${frame}M10 3.6v6`} />
      {paddleDown}
      <path className="glyph-hands" d="M10 11v2.7l1.7 1.2" />
    </>
  ),
  sent: (
    <>
      <path className="glyph-frame" d={frame} />
      {paddleUp}
      <path className="glyph-wave" d="M5.9 15.4q1.03-1.3 2.05 0t2.05 0 2.05 0 2.05 0" />
    </>
  ),
  delivered: (
    <>
      <path className="glyph-frame" d={frame} />
      {paddleUp}
      <path
        className="glyph-wave"
        d="M5.9 13.3q1.03-1.3 2.05 0t2.05 0 2.05 0 2.05 0M5.9 17.3q1.03-1.3 2.05 0t2.05 0 2.05 0 2.05 0"
      />
    </>
  ),
  blocked: <path className="glyph-frame" d={`${frame}M10 3.6v4M6.7 9.2l6.6 8.4M13.3 9.2l-6.6 8.4`} />,
  expired: (
    <>
      <path className="glyph-frame" strokeDasharray="2.2 2.1" d="M3.8 18.6V5.4M16.2 18.6V5.4" />
      <path className="glyph-frame" d="M1.6 3.6h16.8M10 8.6v3.8l2.3 1.5" />
    </>
  ),
};
