import { MEDIA_TYPES } from "@sluice/shared/messages/media-types";
import { addMedia, type MediaFile } from "@sluice/shared/protocol/media";
import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { call } from "../../api/call.ts";
import { Button } from "../../ui/button.tsx";
import { say, sayError } from "../../ui/toast.tsx";

/** Keeps a file with the server; WhatsApp gets it when it is first sent. */
export function UploadFile({ onKept }: { onKept: (file: MediaFile) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const keep = async (file: File) => {
    setBusy(true);
    try {
      const data = await base64Of(file);
      const kept = await call(addMedia, { body: { name: file.name, mimeType: file.type || "text/plain", data } });
      say(`${kept.name} is kept. It goes to WhatsApp when it is first sent.`);
      onKept(kept);
    } catch (error) {
      sayError("The file was not kept.", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={MEDIA_TYPES.join(",")}
        aria-label="File to send"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void keep(file);
        }}
      />
      <Button size="sm" icon={Upload} disabled={busy} onClick={() => input.current?.click()}>
        {busy ? "Uploading…" : "Upload a file…"}
      </Button>
    </>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(file);
  });
}
