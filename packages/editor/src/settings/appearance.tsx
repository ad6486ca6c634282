import { useLetterKeys } from "../app/keys.ts";
import { useTheme } from "../app/theme.ts";
import { themes } from "../app/you-menu.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Switch } from "../ui/switch.tsx";

/** What belongs to this browser only. */
export function Appearance() {
  const { choice, choose } = useTheme();
  const keys = useLetterKeys();
  return (
    <section className="panel-card" aria-labelledby="this-browser">
      <h2 id="this-browser">This browser</h2>
      <div className="inside">
        <div>
          <Segmented label="Colours" segments={themes} value={choice} onChange={choose} />
        </div>
        <Switch
          label="Single-letter keys, such as J and K in lists"
          checked={keys.on}
          onChange={(on) => keys.set(on)}
        />
      </div>
    </section>
  );
}
