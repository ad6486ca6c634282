import { X } from "lucide-react";
import { useId, useState } from "react";
import type { FieldProps } from "../field-props.ts";
import { itemsOf } from "./list-rows.tsx";

/** A list of words: Enter or a comma adds one. */
export function WordsField({ meta, value, onChange, errors }: FieldProps) {
  const words = itemsOf<string>(value);
  const [text, setText] = useState("");
  const id = useId();
  const add = () => {
    const fresh = text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "" && !words.includes(word));
    if (fresh.length > 0) onChange([...words, ...fresh]);
    setText("");
  };
  const error = errors.get("") ?? [...errors.values()][0];
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        <span>{meta.label}</span>
      </label>
      <div className="field words-field">
        {words.map((word, index) => (
          <span key={word} className="chip">
            {word}
            <button
              type="button"
              aria-label={`Remove ${word}`}
              onClick={() => onChange(words.filter((_, at) => at !== index))}
            >
              <X aria-hidden />
            </button>
          </span>
        ))}
        <input
          id={id}
          value={text}
          placeholder={words.length === 0 ? "A word, then Enter" : ""}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === "Enter" || event.key === ",") {
              event.preventDefault();
              add();
            } else if (event.key === "Backspace" && text === "" && words.length > 0) onChange(words.slice(0, -1));
          }}
        />
      </div>
      {error ? <p className="field-error">{error}</p> : meta.help && <p className="field-hint">{meta.help}</p>}
    </div>
  );
}
