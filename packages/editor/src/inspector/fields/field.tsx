import type { Widget } from "@sluice/shared/nodes/definition";
import type { ComponentType } from "react";
import type { FieldProps } from "../field-props.ts";
import { AssignmentsField } from "./assignments-field.tsx";
import { BranchesField } from "./branches-field.tsx";
import { CallInputsField, CallOutputsField } from "./call-fields.tsx";
import { ChoicesField } from "./choices-field.tsx";
import { ContactsField } from "./contacts-field.tsx";
import { DurationField } from "./duration-field.tsx";
import { ExpressionField } from "./expression-field.tsx";
import { FlowField } from "./flow-field.tsx";
import { HeaderField } from "./header-field.tsx";
import { InstantField } from "./instant-field.tsx";
import { MediaFileField } from "./media-file-field.tsx";
import { MultilineField } from "./multiline-field.tsx";
import { NodeField } from "./node-field.tsx";
import { NumberField } from "./number-field.tsx";
import { PairsField } from "./pairs-field.tsx";
import { ProductsField } from "./products-field.tsx";
import { RecurrenceField } from "./recurrence-field.tsx";
import { SavesField } from "./saves-field.tsx";
import { SectionsField } from "./sections-field.tsx";
import { SelectField } from "./select-field.tsx";
import { SwitchField } from "./switch-field.tsx";
import { TemplateAskedField } from "./template-asked-field.tsx";
import { TemplateField } from "./template-field.tsx";
import { TextLineField } from "./text-line-field.tsx";
import { TimeField } from "./time-field.tsx";
import { TimeZoneField } from "./time-zone-field.tsx";
import { VariableField } from "./variable-field.tsx";
import { WaysField } from "./ways-field.tsx";
import { WordsField } from "./words-field.tsx";

/** Drawn by itself. A trigger holds fields of its own, see trigger-field.tsx. */
type PlainWidget = Exclude<Widget, "hidden" | "trigger">;

const WIDGETS: Record<PlainWidget, ComponentType<FieldProps>> = {
  text: TextLineField,
  multiline: MultilineField,
  expression: ExpressionField,
  duration: DurationField,
  time: TimeField,
  instant: InstantField,
  select: SelectField,
  switch: SwitchField,
  number: NumberField,
  choices: ChoicesField,
  words: WordsField,
  template: TemplateField,
  variable: VariableField,
  assignments: AssignmentsField,
  branches: BranchesField,
  header: HeaderField,
  sections: SectionsField,
  products: ProductsField,
  contacts: ContactsField,
  ways: WaysField,
  pairs: PairsField,
  recurrence: RecurrenceField,
  "time-zone": TimeZoneField,
  "media-file": MediaFileField,
  saves: SavesField,
  flow: FlowField,
  node: NodeField,
  "call-inputs": CallInputsField,
  "call-outputs": CallOutputsField,
  "template-asked": TemplateAskedField,
};

/** One field of a form, drawn as its widget says. */
export function Field({ widget, ...props }: FieldProps & { widget: Widget }) {
  if (widget === "hidden" || widget === "trigger") return null;
  const Drawn = WIDGETS[widget];
  return <Drawn {...props} />;
}
