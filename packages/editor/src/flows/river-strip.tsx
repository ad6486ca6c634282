import { HOUR } from "@sluice/shared/time/duration";
import { Waves } from "lucide-react";
import type { ReactNode } from "react";
import { useOverview } from "../api/overview.ts";
import { Link } from "../app/link.tsx";
import { useNow } from "../app/now.ts";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { sayNumber } from "../ui/say-time.ts";
import { WindowMeter } from "../ui/window-meter.tsx";

/** How much water is where, now. Each number opens the Inbox with just these people. */
export function RiverStrip() {
  const { data } = useOverview();
  const now = useNow();
  return (
    <nav className="river" aria-label="Right now">
      <Figure
        show="all"
        glyph={<Waves size={28} strokeWidth={1.75} className="text-water" aria-hidden />}
        value={data?.inFlows}
        words={["person in a flow", "people in a flow"]}
      />
      <Figure
        show="open"
        glyph={<WindowMeter until={now + 17 * HOUR} now={now} size={26} />}
        value={data?.openWindows}
        words={["with an open window", "with an open window"]}
      />
      <Figure
        show="held"
        glyph={<GateGlyph state="held" />}
        value={data?.held}
        words={["held until they answer", "held until they answer"]}
      />
      <Figure
        show="capped"
        glyph={<GateGlyph state="blocked" />}
        value={data?.capped}
        words={["capped by WhatsApp", "capped by WhatsApp"]}
      />
    </nav>
  );
}

function Figure(props: { show: string; glyph: ReactNode; value: number | undefined; words: [string, string] }) {
  const { show, glyph, value, words } = props;
  return (
    <Link to={{ screen: "inbox", conversationId: null }} search={show === "all" ? "" : `show=${show}`}>
      {glyph}
      <span>
        <b className="figure">{value === undefined ? "–" : sayNumber(value)}</b>
        <span className="words">{value === 1 ? words[0] : words[1]}</span>
      </span>
    </Link>
  );
}
