/** Every node type. Adding one is a folder and a line here. */
import { ask } from "./ask/definition.ts";
import { buttons } from "./buttons/definition.ts";
import { condition } from "./condition/definition.ts";
import { consent } from "./consent/definition.ts";
import { contactCard } from "./contact-card/definition.ts";
import { ctaUrl } from "./cta-url/definition.ts";
import type { NodeDefinition } from "./definition.ts";
import { delay } from "./delay/definition.ts";
import { end } from "./end/definition.ts";
import { entry } from "./entry/definition.ts";
import { event } from "./event/definition.ts";
import { form } from "./form/definition.ts";
import { goTo } from "./go-to/definition.ts";
import { handoff } from "./handoff/definition.ts";
import { http } from "./http/definition.ts";
import { list } from "./list/definition.ts";
import { location } from "./location/definition.ts";
import { locationRequest } from "./location-request/definition.ts";
import { marketingAllowance } from "./marketing-allowance/definition.ts";
import { media } from "./media/definition.ts";
import { note } from "./note/definition.ts";
import { product } from "./product/definition.ts";
import { set } from "./set/definition.ts";
import { split } from "./split/definition.ts";
import { subflow } from "./subflow/definition.ts";
import { tag } from "./tag/definition.ts";
import { template } from "./template/definition.ts";
import { text } from "./text/definition.ts";
import { waitForEvent } from "./wait-for-event/definition.ts";
import { waitForReply } from "./wait-for-reply/definition.ts";
import { window } from "./window/definition.ts";

/** In the order of the palette. The config of each is checked by its own schema before anything else sees it. */
export const nodeTypes: readonly NodeDefinition[] = [
  entry,
  text,
  media,
  location,
  contactCard,
  ctaUrl,
  buttons,
  list,
  product,
  template,
  ask,
  form,
  locationRequest,
  waitForReply,
  waitForEvent,
  delay,
  condition,
  split,
  window,
  marketingAllowance,
  subflow,
  goTo,
  set,
  tag,
  consent,
  http,
  event,
  handoff,
  end,
  note,
].map((definition) => definition as unknown as NodeDefinition);

const byType = new Map(nodeTypes.map((definition) => [definition.type, definition]));

export function nodeType(type: string): NodeDefinition | undefined {
  return byType.get(type);
}
