import { ExternalLink } from "lucide-react";
import { useFlows } from "../../api/flows.ts";
import { Link } from "../../app/link.tsx";
import { useDocumentState } from "../../canvas/editor-context.ts";
import { buttonClass } from "../../ui/button.tsx";
import type { FieldProps } from "../field-props.ts";
import { PickOrType } from "./pick-or-type.tsx";

/** Another flow, by its name, with the way to it. */
export function FlowField({ meta, value, onChange, errors }: FieldProps) {
  const own = useDocumentState((state) => state.flowId);
  const { data: flows } = useFlows("");
  const id = typeof value === "string" ? value : "";
  const chosen = flows?.find((flow) => flow.id === id);
  const options = (flows ?? []).map((flow) => ({
    value: flow.id,
    label: flow.id === own ? `${flow.name} (this flow)` : flow.name,
    hint: `${flow.id}, ${flow.published === null ? "never published" : `revision ${flow.published} is published`}`,
  }));
  return (
    <div className="fields">
      <PickOrType
        label={meta.label}
        options={options}
        value={id}
        other="Another id…"
        hint={flows ? standing(chosen, meta.help) : meta.help}
        error={errors.get("")}
        onChange={onChange}
      />
      {chosen && id !== own && (
        <div>
          <Link to={{ screen: "editor", flowId: id }} className={buttonClass("plain", "sm")}>
            <ExternalLink aria-hidden />
            Open {chosen.name}
          </Link>
        </div>
      )}
    </div>
  );
}

function standing(
  flow: { name: string; published: number | null; pausedAt: number | null } | undefined,
  help: string | undefined,
): string | undefined {
  if (!flow) return "No flow here has this id. Until one is published under it, the call leaves by failed.";
  if (flow.published === null) return `${flow.name} was never published. Until then the call leaves by failed.`;
  if (flow.pausedAt !== null) return `${flow.name} is paused. Until it is resumed the call leaves by failed.`;
  return help;
}
