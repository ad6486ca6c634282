import { bodyOf } from "@sluice/shared/flow/template";
import { LIMITS } from "@sluice/shared/messages/limits";
import { type TemplateConfig, templateOf } from "@sluice/shared/nodes/template/config";
import { useEditor } from "../canvas/editor-context.ts";
import { Switch } from "../ui/switch.tsx";
import { TextArea, TextField } from "../ui/text-field.tsx";
import { parametersIn } from "./template-parameters.ts";
import { useNodeConfig } from "./use-node-config.ts";

/** What the interactive twin says, when that shall differ from its template. Buttons stay those of the template. */
export function TwinWords() {
  const { context } = useEditor();
  const { config, errors, change } = useNodeConfig();
  const own = config["interactiveTwin"] as TemplateConfig["interactiveTwin"];
  const set = (next: TemplateConfig["interactiveTwin"], coalesce?: string) =>
    change("change the twin's words", { interactiveTwin: next }, coalesce === undefined ? {} : { coalesce });
  const begin = () => {
    const template = templateOf(config as TemplateConfig, context);
    const values = parametersIn(config["parameters"]);
    const filled = (text: string) => text.replace(/\{\{\s*([^}]*?)\s*\}\}/g, (_, name: string) => values[name] ?? "");
    set({ body: template ? filled(bodyOf(template)) : "" });
  };
  const part = (key: "header" | "footer", text: string) => {
    if (!own) return;
    const { [key]: _before, ...rest } = own;
    set(text === "" ? rest : { ...rest, [key]: text }, `twin ${key}`);
  };
  return (
    <>
      <Switch
        label="Own words for the twin"
        checked={own !== undefined}
        onChange={(on) => (on ? begin() : set(undefined))}
      />
      {own && (
        <>
          <TextField
            label="Header of the twin"
            limit={LIMITS.interactive.header}
            value={own.header ?? ""}
            error={errors.get("interactiveTwin.header")}
            onChange={(text) => part("header", text)}
          />
          <TextArea
            label="Text of the twin"
            limit={LIMITS.interactive.body}
            value={own.body}
            error={errors.get("interactiveTwin.body")}
            hint="May use {{ }}. Buttons stay those of the template."
            onChange={(body) => set({ ...own, body }, "twin body")}
          />
          <TextField
            label="Footer of the twin"
            limit={LIMITS.interactive.footer}
            value={own.footer ?? ""}
            error={errors.get("interactiveTwin.footer")}
            onChange={(text) => part("footer", text)}
          />
        </>
      )}
    </>
  );
}
