import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { useNodeConfig } from "../use-node-config.ts";
import { UploadFile } from "./upload-file.tsx";

/** The id of an upload, or a file of one's own, which takes the place of a link. */
export function MediaFileField({ meta, value, onChange, errors }: FieldProps) {
  const { change } = useNodeConfig();
  return (
    <div className="grid gap-2">
      <TextField
        label={meta.label}
        error={errors.get("")}
        spellCheck={false}
        value={typeof value === "string" ? value : ""}
        onChange={(text) => onChange(text === "" ? undefined : text)}
      />
      <div>
        <UploadFile onKept={({ id, name }) => change(`take the file ${name}`, { mediaId: id, link: undefined })} />
      </div>
    </div>
  );
}
