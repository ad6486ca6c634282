import type { LucideIcon } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

interface FieldProps {
  label: string;
  hideLabel?: boolean;
  hint?: ReactNode;
  /** What is wrong and what is expected. */
  error?: string | null | undefined;
  /** Shows "13 / 60" while it is used. */
  limit?: number;
}

type TextFieldProps = FieldProps &
  Omit<ComponentProps<"input">, "onChange" | "value"> & {
    value: string;
    onChange: (value: string) => void;
    icon?: LucideIcon;
    soft?: boolean;
  };

/** One line of text with its label. */
export function TextField(props: TextFieldProps) {
  const { label, hideLabel = false, hint, error, limit, value, onChange, icon: Icon, soft = false, ...rest } = props;
  const id = useId();
  return (
    <div>
      <Label id={id} label={label} hidden={hideLabel} length={value.length} limit={limit} />
      <div className={`field ${soft ? "field-soft" : ""}`} data-invalid={error ? "" : undefined}>
        {Icon && <Icon aria-hidden />}
        <input
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-label={hideLabel ? label : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? `${id}-note` : undefined}
        />
      </div>
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

type TextAreaProps = FieldProps &
  Omit<ComponentProps<"textarea">, "onChange" | "value"> & { value: string; onChange: (value: string) => void };

/** Several lines of text with their label. */
export function TextArea({ label, hideLabel = false, hint, error, limit, value, onChange, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div>
      <Label id={id} label={label} hidden={hideLabel} length={value.length} limit={limit} />
      <div className="field" data-invalid={error ? "" : undefined}>
        <textarea
          rows={3}
          {...rest}
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-label={hideLabel ? label : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? `${id}-note` : undefined}
        />
      </div>
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

function Label(props: { id: string; label: string; hidden: boolean; length: number; limit: number | undefined }) {
  if (props.hidden) return null;
  return (
    <label className="field-label" htmlFor={props.id}>
      <span>{props.label}</span>
      {props.limit !== undefined && (
        <em className={props.length > props.limit ? "text-bad-ink" : undefined}>
          {props.length} / {props.limit}
        </em>
      )}
    </label>
  );
}

function Note({ id, hint, error }: { id: string; hint: ReactNode; error: string | null | undefined }) {
  if (error)
    return (
      <p id={id} className="field-error">
        {error}
      </p>
    );
  return hint ? (
    <p id={id} className="field-hint">
      {hint}
    </p>
  ) : null;
}
