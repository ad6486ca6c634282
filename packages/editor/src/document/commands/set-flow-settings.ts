import type { FlowDocument, FlowSettings } from "@sluice/shared/flow/document";

export interface FlowDetails {
  name?: string;
  description?: string;
  language?: string;
  settings?: FlowSettings;
}

/** Changes the flow's own fields. Empty texts and empty settings leave the file; a flow always has a name. */
export function setFlowSettings(flow: FlowDocument, details: FlowDetails): FlowDocument {
  const next: FlowDocument = { ...flow, ...details, name: (details.name ?? flow.name) || flow.name };
  if (!next.description) delete next.description;
  if (!next.language) delete next.language;
  if (next.settings && Object.values(next.settings).every((value) => value === undefined)) delete next.settings;
  return next;
}
