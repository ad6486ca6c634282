import type { NodeDefinition, NodeGroup } from "@sluice/shared/nodes/definition";
import { nodeTypes } from "@sluice/shared/nodes/registry";

export interface PaletteGroup {
  id: NodeGroup;
  label: string;
  icon: string;
  /** Coloured in the dock. */
  tone: "free" | "marketing" | null;
  types: readonly NodeDefinition[];
}

const GROUPS: readonly Omit<PaletteGroup, "types">[] = [
  { id: "start", label: "Start", icon: "door-open", tone: null },
  { id: "message", label: "Message", icon: "message-square-text", tone: "free" },
  { id: "template", label: "Template", icon: "megaphone", tone: "marketing" },
  { id: "ask", label: "Ask", icon: "message-circle-question-mark", tone: null },
  { id: "wait", label: "Wait", icon: "timer", tone: null },
  { id: "decide", label: "Decide", icon: "split", tone: null },
  { id: "data", label: "Data", icon: "variable", tone: null },
  { id: "people", label: "People", icon: "headset", tone: null },
  { id: "note", label: "Note", icon: "sticky-note", tone: null },
];

/** The groups that have node types, in the palette's order. */
export const paletteGroups: readonly PaletteGroup[] = GROUPS.map((group) => ({
  ...group,
  types: nodeTypes.filter((definition) => definition.group === group.id),
})).filter((group) => group.types.length > 0);

/** The dock shows these; the rest is under All. */
export const dockGroups: readonly PaletteGroup[] = paletteGroups.filter(
  (group) => group.id !== "start" && group.id !== "note",
);
