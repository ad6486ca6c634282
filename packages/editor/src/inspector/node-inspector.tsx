import type { FlowNode } from "@sluice/shared/flow/document";
import type { Finding } from "@sluice/shared/lint/finding";
import { nodeType } from "@sluice/shared/nodes/registry";
import { CopyPlus, Ellipsis, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { duplicateSelection, removeSelection } from "../canvas/edit-actions.ts";
import { useEditor } from "../canvas/editor-context.ts";
import { holdsAtGate } from "../canvas/flow-lint.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { renameNode } from "../document/commands/rename-node.ts";
import { pinFinding } from "../problems/pin-finding.ts";
import { Said } from "../problems/said.tsx";
import { IconButton } from "../ui/button.tsx";
import { FindingMark } from "../ui/finding-mark.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { fieldErrors } from "./field-errors.ts";
import { GateSection } from "./gate-section.tsx";
import { NodeForm } from "./node-form.tsx";
import { PreviewSection } from "./preview-section.tsx";
import { FormContext } from "./use-node-config.ts";
import { WaysOut } from "./ways-out.tsx";

/** One node: its name, what lint says, its fields, what the phone shows, the gate, and where it leads. */
export function NodeInspector({ node }: { node: FlowNode }) {
  const editor = useEditor();
  const { store, cards, context } = editor;
  const card = cards.get(node.id);
  const definition = nodeType(node.type);
  const errors = useMemo(
    () => (definition ? fieldErrors(definition, node.config, context) : new Map<string, string>()),
    [definition, node.config, context],
  );
  const form = useMemo(() => ({ node, errors }), [node, errors]);
  if (!card) return null;
  return (
    <FormContext value={form}>
      <header className={`insp-head tone-${card.tone}`}>
        <span className="tile">
          <NodeIcon name={card.icon} />
        </span>
        <div>
          {card.note ? (
            <h2>Note</h2>
          ) : (
            <input
              className="name-field"
              aria-label="Name of the node"
              value={node.title ?? ""}
              placeholder={card.title}
              maxLength={200}
              onChange={(event) =>
                store
                  .getState()
                  .apply("rename the node", (flow) => renameNode(flow, node.id, event.target.value), `${node.id} title`)
              }
            />
          )}
          <p>{card.kindLine}</p>
        </div>
        <Menu trigger={<IconButton size="sm" icon={Ellipsis} label="More" />}>
          <MenuItem icon={CopyPlus} end="Ctrl D" onSelect={() => duplicateSelection(store)}>
            Duplicate
          </MenuItem>
          <MenuItem icon={Trash2} end="Del" onSelect={() => removeSelection(store, { heal: true })}>
            Remove
          </MenuItem>
        </Menu>
      </header>
      <Flag node={node.id} />
      {definition ? (
        <>
          <NodeForm definition={definition} errors={errors}>
            <PreviewSection definition={definition} />
            {card.gate && <GateSection definition={definition} card={card} errors={errors} />}
          </NodeForm>
          <WaysOut card={card} />
          <p className="insp-help">{definition.help}</p>
        </>
      ) : (
        <p className="insp-help">This type of node is not known here. It is kept as it is.</p>
      )}
    </FormContext>
  );
}

/** The worst finding of the node, in a band of its colour. */
function Flag({ node }: { node: string }) {
  const editor = useEditor();
  const [worst] = editor.lint.byNode.get(node) ?? [];
  if (!worst) return null;
  const tone = worst.severity === "error" ? "bad" : worst.severity === "warning" ? "warn" : "water";
  return (
    <div className={`insp-flag path-${tone}`}>
      <FindingMark severity={worst.severity} certainty={worst.certainty} size={16} />
      <span>
        <Said text={flagWords(worst)} />
      </span>
      {worst.witness && (
        <button type="button" onClick={() => pinFinding(editor, worst)}>
          Show path
        </button>
      )}
    </div>
  );
}

/** Short where the gate's own words say it; the whole sentence stands in Problems. */
function flagWords(finding: Finding): string {
  if (!holdsAtGate(finding)) return finding.message;
  const words = finding.certainty === "certain" ? "Will be held here" : "May be held here";
  return finding.assumes ? `${words}, ${finding.assumes}` : words;
}
