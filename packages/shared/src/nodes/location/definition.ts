import { z } from "zod";
import type { LocationContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { passingFacts, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";

const schema = z.strictObject({
  latitude: field(z.number().min(-90).max(90), { label: "Latitude", help: "Degrees, north positive." }),
  longitude: field(z.number().min(-180).max(180), { label: "Longitude", help: "Degrees, east positive." }),
  name: field(filledText(1_000).optional(), { label: "Name", placeholder: "Our shop" }),
  address: field(filledText(1_000).optional(), { label: "Address" }),
});
type Config = z.infer<typeof schema>;

function content({ latitude, longitude, name, address }: Config, resolve: (text: string) => string): LocationContent {
  return {
    kind: "location",
    latitude,
    longitude,
    ...(name ? { name: resolve(name) } : {}),
    ...(address ? { address: resolve(address) } : {}),
  };
}

export const location: NodeDefinition<Config> = {
  type: "location",
  title: "Place",
  group: "message",
  icon: "map-pin",
  help: "Shows a place on the map, for example the shop.",
  schema,
  initial: { latitude: -23.5614, longitude: -46.6559, name: "Our shop" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }, WINDOW_CLOSED],
  facts: (config) => passingFacts([config.name, config.address]),
  summary: () => "",
  kindLine: () => "Place · free-form",
  preview: (config) => ({ content: content(config, (text) => text) }),
  run: (context) =>
    sendFreeForm(
      context,
      content(context.config, (text) => context.resolve.text(text)),
      () => ({ go: "next" }),
    ),
};
