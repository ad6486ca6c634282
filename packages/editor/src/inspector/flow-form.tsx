import { flowSettingsSchema } from "@sluice/shared/flow/document";
import { z } from "zod";
import { useChannels } from "../api/channels.ts";
import { useEditor } from "../canvas/editor-context.ts";
import { type FlowDetails, setFlowSettings } from "../document/commands/set-flow-settings.ts";
import { Switch } from "../ui/switch.tsx";
import { TextArea, TextField } from "../ui/text-field.tsx";
import { DurationField } from "./fields/duration-field.tsx";
import { NumberField } from "./fields/number-field.tsx";
import { FlowVariables } from "./flow-variables.tsx";

const NO_ERRORS: ReadonlyMap<string, string> = new Map();
const PER = z.string();
const MAX = z.int().min(1).max(100);

/** Nothing is selected: the flow's own fields. A flow may only tighten what its channel says. */
export function FlowForm() {
  const { store, document } = useEditor();
  const { data: channels } = useChannels();
  const channel = channels?.[0];
  const { settings = {} } = document;
  const change = (name: string, details: FlowDetails, coalesce?: string) =>
    store.getState().apply(name, (flow) => setFlowSettings(flow, details), coalesce);
  const setSettings = (next: typeof settings, coalesce?: string) => {
    const clean = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    if (flowSettingsSchema.safeParse(clean).success)
      change("change the flow's settings", { settings: clean }, coalesce);
  };
  const { marketingFrequency: frequency, quietHours: quiet } = settings;
  return (
    <>
      <header className="insp-head">
        <div>
          <h2>{document.name}</h2>
          <p>{document.id}</p>
        </div>
      </header>
      <section className="sect fields">
        <TextField
          label="Name"
          value={document.name}
          maxLength={200}
          onChange={(name) => change("rename the flow", { name }, "flow name")}
          error={document.name.trim() === "" ? "A flow has a name." : null}
        />
        <TextArea
          label="Description"
          value={document.description ?? ""}
          maxLength={10_000}
          onChange={(description) => change("describe the flow", { description }, "flow description")}
        />
        <TextField
          label="Language"
          placeholder="en"
          value={document.language ?? ""}
          maxLength={20}
          onChange={(language) => change("set the language", { language }, "flow language")}
        />
      </section>
      <section className="sect fields">
        <h3>
          Limits of its own
          <span className="right">{channel ? `gate ${channel.gate}, from the channel` : ""}</span>
        </h3>
        <Switch
          label="At most so many offers per person"
          checked={frequency !== undefined}
          onChange={(on) =>
            setSettings(
              on
                ? { ...settings, marketingFrequency: { max: 1, per: "P7D" } }
                : without(settings, "marketingFrequency"),
            )
          }
        />
        {frequency && (
          <div className="frequency">
            <NumberField
              schema={MAX}
              meta={{ label: "Marketing templates" }}
              value={frequency.max}
              errors={NO_ERRORS}
              onChange={(max) =>
                setSettings({ ...settings, marketingFrequency: { ...frequency, max: Number(max) } }, "frequency")
              }
            />
            <DurationField
              schema={PER}
              meta={{ label: "in" }}
              value={frequency.per}
              errors={NO_ERRORS}
              onChange={(per) =>
                setSettings({ ...settings, marketingFrequency: { ...frequency, per: String(per) } }, "frequency")
              }
            />
          </div>
        )}
        <Switch
          label="Quiet hours for offers"
          checked={quiet !== undefined}
          onChange={(on) =>
            setSettings(
              on ? { ...settings, quietHours: { from: "21:00", to: "09:00" } } : without(settings, "quietHours"),
            )
          }
        />
        {quiet && (
          <div className="frequency">
            <TextField
              type="time"
              label="From"
              value={quiet.from}
              onChange={(from) => setSettings({ ...settings, quietHours: { ...quiet, from } }, "quiet")}
            />
            <TextField
              type="time"
              label="To"
              value={quiet.to}
              onChange={(to) => setSettings({ ...settings, quietHours: { ...quiet, to } }, "quiet")}
            />
          </div>
        )}
        <p className="field-hint">A flow may only tighten what its channel says. Times are those of the person.</p>
      </section>
      <FlowVariables />
    </>
  );
}

function without<Settings extends object>(settings: Settings, key: keyof Settings): Settings {
  const { [key]: _gone, ...rest } = settings;
  return rest as Settings;
}
