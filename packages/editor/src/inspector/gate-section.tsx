import type { NodeDefinition } from "@sluice/shared/nodes/definition";
import { useChannels } from "../api/channels.ts";
import type { Card } from "../canvas/card.ts";
import { useEditor } from "../canvas/editor-context.ts";
import { holdsAtGate } from "../canvas/flow-lint.ts";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Select } from "../ui/select.tsx";
import { Switch } from "../ui/switch.tsx";
import { sayArrival } from "./arrivals.ts";
import { errorsBelow } from "./field-errors.ts";
import { DurationField } from "./fields/duration-field.tsx";
import { schemaFields } from "./schema-fields.ts";
import { TwinWords } from "./twin-words.tsx";
import { useNodeConfig } from "./use-node-config.ts";

/** T4. */
const USUAL_DEADLINE = "P7D";

const HELD = [
  { id: "wait", label: "Wait" },
  { id: "leave", label: "Leave at once" },
] as const;

/** The gate before a marketing template: what arrives, what it does then, and how long it is tried. */
export function GateSection({
  definition,
  card,
  errors,
}: {
  definition: NodeDefinition;
  card: Card;
  errors: ReadonlyMap<string, string>;
}) {
  const { lint } = useEditor();
  const { config, change } = useNodeConfig();
  const { data: channels } = useChannels();
  const gate = channels?.[0]?.gate ?? "strict";
  const arrives = sayArrival(lint.report.arrivals[card.id]);
  const held = lint.byNode.get(card.id)?.some(holdsAtGate) ?? false;
  const leaves = config["whenHeld"] === "leave";
  const interactive = config["prefer"] !== "template";
  const deadline = schemaFields(definition.schema).find((field) => field.key === "deadline");
  const tries = typeof config["retries"] === "number" ? config["retries"] : 5;
  return (
    <section className="sect">
      <h3>
        <GateGlyph state={held ? "held" : "armed"} />
        Gate
        <span className="right">
          {gate}
          {channels ? ", from the channel" : ""}
        </span>
      </h3>
      <dl className="arrivals">
        <div>
          <dt>Unanswered</dt>
          <dd>{arrives.unanswered}</dd>
        </div>
        <div>
          <dt>Window</dt>
          <dd>
            <WindowSign state={arrives.window} />
            {arrives.window === "unknown" ? "–" : arrives.window}
          </dd>
        </div>
        <div>
          <dt>Since start</dt>
          <dd className="num">{arrives.since}</dd>
        </div>
      </dl>
      <p className="gate-words">{gateWords(gate, held, leaves, interactive)}</p>
      <p className="field-label">While it is held</p>
      <Segmented
        label="While it is held"
        size="sm"
        fill
        segments={HELD}
        value={leaves ? "leave" : "wait"}
        onChange={(id) => change("change what the gate does", { whenHeld: id === "leave" ? "leave" : undefined })}
      />
      <div className="fields gate-fields">
        {deadline && (
          <DurationField
            schema={deadline.schema}
            meta={{
              label: "Give up on",
              help: "Then it leaves by expired, or by capped when WhatsApp blocked it. 7 days unless you set another.",
            }}
            value={config["deadline"] ?? USUAL_DEADLINE}
            errors={errorsBelow(errors, "deadline")}
            onChange={(value) =>
              change(
                "change the deadline",
                { deadline: value === USUAL_DEADLINE ? undefined : value },
                { coalesce: "deadline" },
              )
            }
          />
        )}
        <Switch
          label="Window open: send the twin"
          checked={interactive}
          onChange={(on) => change("change what an open window sends", { prefer: on ? undefined : "template" })}
        />
        {interactive && <TwinWords />}
        <Select
          label="Blocked (131049)"
          value={String(tries)}
          options={Array.from({ length: 10 }, (_, index) => ({
            value: String(index + 1),
            label: index === 0 ? "1 try" : `${index + 1} tries, the next not before 24 h`,
          }))}
          onChange={(value) => change("change the tries", { retries: value === "5" ? undefined : Number(value) })}
        />
      </div>
    </section>
  );
}

function gateWords(gate: string, held: boolean, leaves: boolean, interactive: boolean): string {
  if (gate === "off")
    return "The channel's gate is off: only a stop, WhatsApp's own block and the window stand against this template.";
  const rule =
    gate === "platform"
      ? "The gate holds what WhatsApp's published rules would refuse."
      : "One marketing template per answer.";
  if (!held)
    return `${rule} On no path does an unanswered one arrive here; the gate still decides when somebody comes.`;
  if (leaves) return `${rule} This one leaves at once by expired when it would be held.`;
  return `${rule} This one waits here until the person writes or taps, then goes out ${interactive ? "as an interactive message" : "as a template"}.`;
}

function WindowSign({ state }: { state: "open" | "perhaps" | "closed" | "unknown" }) {
  if (state === "unknown") return null;
  return (
    <svg
      className="meter"
      data-state={state === "open" ? "open" : "closed"}
      width={15}
      height={15}
      viewBox="0 0 16 16"
      aria-hidden
    >
      {state === "closed" && <path className="meter-lid" d="M1 2.6h14M5.5 10.8l5-5M5.5 5.8l5 5" />}
      {state !== "closed" && (
        <path
          className="meter-level"
          d={`M2.6 ${state === "open" ? 5 : 9}q1.35-1.3 2.7 0t2.7 0 2.7 0 2.7 0V12a1.6 1.6 0 0 1-1.6 1.600H4.200A1.6 1.6 0 0 1 2.6 12z`}
        />
      )}
      <path className="meter-basin" d="M1.8 2.600V12a2.4 2.4 0 0 0 2.4 2.400h7.600a2.4 2.4 0 0 0 2.4-2.400V2.6" />
    </svg>
  );
}
