import { parseRecurrence } from "@sluice/shared/time/parse-recurrence";
import { sayRecurrence } from "@sluice/shared/time/say-recurrence";
import { useState } from "react";
import { Segmented } from "../../ui/segmented.tsx";
import { TextArea, TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { type RecurrenceParts, recurrenceParts, recurrenceRule } from "../recurrence-parts.ts";

const KINDS = [
  { id: "day", label: "Every day" },
  { id: "week", label: "Week" },
  { id: "month", label: "Month" },
  { id: "rule", label: "Rule" },
] as const;

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const FRESH: RecurrenceParts = { every: "week", weekdays: [0], monthDay: 1, time: "09:00" };

/** When something happens again and again: in plain parts while they say it all, else as a rule (RFC 5545). */
export function RecurrenceField({ meta, value, onChange, errors }: FieldProps) {
  const rule = typeof value === "string" ? value : "";
  const parts = recurrenceParts(rule);
  const [ownRule, setOwnRule] = useState(parts === null && rule !== "");
  const kind = ownRule || parts === null ? "rule" : parts.every;
  const set = (more: Partial<RecurrenceParts>) => onChange(recurrenceRule({ ...(parts ?? FRESH), ...more }));
  const choose = (next: (typeof KINDS)[number]["id"]) => {
    setOwnRule(next === "rule");
    if (next !== "rule") set({ every: next });
  };
  const parsed = parseRecurrence(rule);
  return (
    <div className="fields">
      <div>
        <div className="field-label">
          <span>{meta.label}</span>
        </div>
        <Segmented label={meta.label} size="sm" fill segments={KINDS} value={kind} onChange={choose} />
      </div>
      {kind === "rule" ? (
        <TextArea
          label="Rule"
          rows={2}
          className="code-text"
          spellCheck={false}
          value={rule}
          onChange={onChange}
          error={errors.get("")}
        />
      ) : (
        parts && <Parts parts={parts} set={set} />
      )}
      {parsed.ok && <p className="field-hint">{sayRecurrence(parsed.recurrence)}</p>}
    </div>
  );
}

function Parts({ parts, set }: { parts: RecurrenceParts; set: (more: Partial<RecurrenceParts>) => void }) {
  const toggle = (day: number) => {
    const { weekdays } = parts;
    const next = weekdays.includes(day) ? weekdays.filter((other) => other !== day) : [...weekdays, day];
    if (next.length > 0) set({ weekdays: next });
  };
  return (
    <>
      {parts.every === "week" && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as an inline row of buttons
        <div role="group" aria-label="Days" className="seg seg-sm seg-fill">
          {WEEKDAYS.map((name, day) => (
            <button key={name} type="button" aria-pressed={parts.weekdays.includes(day)} onClick={() => toggle(day)}>
              {name}
            </button>
          ))}
        </div>
      )}
      {parts.every === "month" && (
        <TextField
          type="number"
          min={-1}
          max={31}
          label="Day of the month"
          hint="-1 is the last. A day that a month lacks is left out."
          value={String(parts.monthDay)}
          onChange={(text) => {
            const day = Number(text);
            if (Number.isInteger(day) && day !== 0 && day >= -1 && day <= 31) set({ monthDay: day });
          }}
        />
      )}
      <TextField
        type="time"
        label="At"
        value={parts.time}
        onChange={(time) => {
          if (/^\d\d:\d\d$/.test(time)) set({ time });
        }}
      />
    </>
  );
}
