import { Segmented } from "../../ui/segmented.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { UploadFile } from "./upload-file.tsx";

const KINDS = [
  { id: "text", label: "Text" },
  { id: "image", label: "Picture" },
  { id: "video", label: "Video" },
  { id: "document", label: "File" },
] as const;

type Kind = (typeof KINDS)[number]["id"];

interface Media {
  kind: Exclude<Kind, "text">;
  link?: string;
  mediaId?: string;
  filename?: string;
}

/** A line of text, or a picture, video or file above the message. */
export function HeaderField({ meta, value, onChange, errors }: FieldProps) {
  const media = typeof value === "object" && value !== null ? (value as Media) : null;
  const choose = (kind: Kind) => {
    if (kind === "text") onChange(undefined);
    else onChange(media ? { ...media, kind } : { kind, link: "https://" });
  };
  const set = (key: "link" | "mediaId" | "filename", text: string) => {
    const { [key]: _before, ...rest } = media as Media;
    onChange(text === "" ? rest : { ...rest, [key]: text });
  };
  const text = typeof value === "string" ? value : "";
  return (
    <div className="fields">
      <div>
        <div className="field-label">
          <span>{meta.label}</span>
        </div>
        <Segmented label={meta.label} size="sm" fill segments={KINDS} value={media?.kind ?? "text"} onChange={choose} />
      </div>
      {media ? (
        <>
          <TextField
            label="Link"
            hint="WhatsApp fetches it from there."
            error={errors.get("link")}
            value={media.link ?? ""}
            onChange={(link) => set("link", link)}
          />
          <TextField
            label="or the id of an upload"
            error={errors.get("mediaId") ?? errors.get("")}
            value={media.mediaId ?? ""}
            onChange={(mediaId) => set("mediaId", mediaId)}
          />
          <div>
            <UploadFile
              onKept={({ id }) => {
                const { link: _link, ...rest } = media;
                onChange({ ...rest, mediaId: id });
              }}
            />
          </div>
          {media.kind === "document" && (
            <TextField
              label="File name"
              value={media.filename ?? ""}
              onChange={(filename) => set("filename", filename)}
            />
          )}
        </>
      ) : (
        <TextField
          label="Header text"
          hideLabel
          placeholder="A line of text, or nothing"
          {...(meta.maxLength === undefined ? {} : { limit: meta.maxLength })}
          error={errors.get("")}
          value={text}
          onChange={(next) => onChange(next === "" ? undefined : next)}
        />
      )}
    </div>
  );
}
