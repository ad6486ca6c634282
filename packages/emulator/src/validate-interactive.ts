/** Interactive messages: buttons, lists, links, products, forms (WR §5). */
import { LIMITS } from "@sluice/shared/messages/limits";
import {
  inside,
  invalid,
  type Json,
  maybeObjectAt,
  maybeTextAt,
  missing,
  noneTwice,
  objectAt,
  objectsAt,
  oneOf,
  textAt,
} from "./check.ts";
import { GraphError } from "./graph-error.ts";
import { type Shown, shown, type TapTarget } from "./shown.ts";
import type { MediaLookup } from "./validate-media.ts";
import { checkMediaSource } from "./validate-media.ts";

const PATH = "interactive";
const ACTION = "interactive['action']";

type Header = "none" | "text" | "any";
interface Rules {
  header: Header;
  body: "required" | "optional";
  bodyMax: number;
  footer: boolean;
  read: (action: Json, interactive: Json) => Partial<Shown>;
}

/** Checks `interactive` and answers what the phone shows of it. */
export function validateInteractive(interactive: Json, media: MediaLookup): Shown {
  const type = textAt(interactive, "type", PATH);
  const rules = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (!rules) throw invalid(inside(PATH, "type"), `must be one of ${Object.keys(KINDS).join(", ")}; it is "${type}"`);
  const header = readHeader(interactive, rules, media);
  const body = readBody(interactive, rules);
  const footer = maybeObjectAt(interactive, "footer", PATH);
  if (footer && !rules.footer) throw invalid(inside(PATH, "footer"), `is not allowed with interactive type "${type}"`);
  const footerText = footer
    ? textAt(footer, "text", inside(PATH, "footer"), { max: LIMITS.interactive.footer })
    : undefined;
  return shown("interactive", {
    interactive: type,
    ...header,
    text: body,
    footer: footerText,
    ...rules.read(objectAt(interactive, "action", PATH), interactive),
  });
}

function readBody(interactive: Json, rules: Rules): string | undefined {
  const path = inside(PATH, "body");
  const body =
    rules.body === "required" ? objectAt(interactive, "body", PATH) : maybeObjectAt(interactive, "body", PATH);
  return body ? textAt(body, "text", path, { max: rules.bodyMax }) : undefined;
}

function readHeader(interactive: Json, rules: Rules, media: MediaLookup): Partial<Shown> {
  const path = inside(PATH, "header");
  const header = maybeObjectAt(interactive, "header", PATH);
  if (!header) return {};
  if (rules.header === "none") throw invalid(path, `is not allowed with interactive type "${interactive["type"]}"`);
  const kind = oneOf(header, "type", path, rules.header === "text" ? ["text"] : ["text", "image", "video", "document"]);
  if (kind === "text") return { header: textAt(header, "text", path, { max: LIMITS.interactive.header }) };
  const source = objectAt(header, kind, path);
  return { media: { kind, ...checkMediaSource(source, inside(path, kind), media) } };
}

const common = { header: "any", body: "required", bodyMax: LIMITS.interactive.body, footer: true } as const;

const KINDS: Record<string, Rules> = {
  button: { ...common, read: replyButtons },
  list: { ...common, header: "text", bodyMax: LIMITS.list.body, read: list },
  cta_url: { ...common, read: urlButton },
  carousel: { ...common, header: "none", footer: false, read: carousel },
  flow: { ...common, read: form },
  product: { ...common, header: "none", body: "optional", read: product },
  product_list: { ...common, header: "text", read: productList },
  catalog_message: { ...common, header: "none", read: named("catalog_message", "View catalog") },
  location_request_message: { ...common, header: "none", footer: false, read: named("send_location", "Send location") },
  address_message: { ...common, read: named("address_message", "Provide address") },
  call_permission_request: {
    ...common,
    header: "none",
    body: "optional",
    footer: false,
    read: named("call_permission_request", "Choose"),
  },
  voice_call: { ...common, read: voiceCall },
  request_contact_info: { ...common, header: "none", read: named("request_contact_info", "Share phone number") },
  order_details: { ...common, read: named("review_and_pay", "Review and pay") },
  order_status: { ...common, read: named("review_order", "Review order") },
};

function replyButtons(action: Json): Partial<Shown> {
  const buttons = objectsAt(action, "buttons", ACTION, LIMITS.buttons).map(({ item, place }) => {
    oneOf(item, "type", place, ["reply"]);
    return replyButton(objectAt(item, "reply", place), inside(place, "reply"), LIMITS.buttons);
  });
  checkUnique(buttons, inside(ACTION, "buttons"));
  return { buttons };
}

function replyButton(reply: Json, path: string, limits: { id: number; title: number }): TapTarget {
  const id = textAt(reply, "id", path, { max: limits.id });
  if (id !== id.trim()) throw invalid(inside(path, "id"), "must not begin or end with a space");
  return { id, title: textAt(reply, "title", path, { max: limits.title }), on: "button" };
}

function checkUnique(targets: TapTarget[], path: string): void {
  noneTwice(
    targets.map((target) => target.id),
    path,
    "id",
  );
  noneTwice(
    targets.map((target) => target.title),
    path,
    "title",
  );
}

function list(action: Json): Partial<Shown> {
  const limits = LIMITS.list;
  const label = textAt(action, "button", ACTION, { max: limits.label });
  const found = objectsAt(action, "sections", ACTION, limits.sections);
  const sections = found.map(({ item, place }) => {
    const title = maybeTextAt(item, "title", place, { max: limits.sectionTitle });
    if (title === undefined && found.length > 1) throw missing(inside(place, "title"));
    return { title, rows: objectsAt(item, "rows", place, limits.rows).map((row) => listRow(row.item, row.place)) };
  });
  const rows = sections.flatMap((section) => section.rows);
  const path = inside(ACTION, "sections");
  if (rows.length > limits.rows.max)
    throw invalid(path, `must have at most ${limits.rows.max} rows over all sections; they have ${rows.length}`);
  noneTwice(
    rows.map((row) => row.id),
    path,
    "row id",
  );
  return { buttons: rows, list: { label, sections } };
}

function listRow(row: Json, path: string): TapTarget {
  return {
    id: textAt(row, "id", path, { max: LIMITS.list.rowId }),
    title: textAt(row, "title", path, { max: LIMITS.list.rowTitle }),
    description: maybeTextAt(row, "description", path, { max: LIMITS.list.rowDescription }),
    on: "row",
  };
}

function urlButton(action: Json): Partial<Shown> {
  return { links: [urlLink(action, ACTION)] };
}

function urlLink(action: Json, path: string) {
  oneOf(action, "name", path, ["cta_url"]);
  const parameters = objectAt(action, "parameters", path);
  const at = inside(path, "parameters");
  const title = textAt(parameters, "display_text", at, { max: LIMITS.ctaUrl.displayText });
  const value = textAt(parameters, "url", at, { max: LIMITS.ctaUrl.url });
  if (!/^https?:\/\/[^\s]+$/i.test(value))
    throw invalid(inside(at, "url"), `must be an http or https address; it is "${value}"`);
  return { kind: "url", title, value };
}

function carousel(action: Json): Partial<Shown> {
  const limits = LIMITS.carousel;
  const shapes = new Set<string>();
  const buttons: TapTarget[] = [];
  const links: Shown["links"] = [];
  for (const { item, place } of objectsAt(action, "cards", ACTION, limits.cards)) {
    const header = objectAt(item, "header", place);
    shapes.add(`header ${oneOf(header, "type", inside(place, "header"), ["image", "video"])}`);
    const body = maybeObjectAt(item, "body", place);
    const text = body ? textAt(body, "text", inside(place, "body"), { max: limits.cardBody }) : "";
    if (text.split("\n").length - 1 > limits.cardBodyLineBreaks) {
      throw invalid(inside(place, "body"), `must have at most ${limits.cardBodyLineBreaks} line breaks`);
    }
    const at = inside(place, "action");
    const cardAction = objectAt(item, "action", place);
    if (cardAction["name"] === "cta_url") {
      links.push(urlLink(cardAction, at));
      shapes.add("one URL button");
    } else {
      const replies = objectsAt(cardAction, "buttons", at, LIMITS.buttons);
      shapes.add(`${replies.length} quick replies`);
      for (const reply of replies) {
        const path = inside(reply.place, "quick_reply");
        buttons.push(
          replyButton(objectAt(reply.item, "quick_reply", reply.place), path, {
            id: limits.buttonId,
            title: limits.buttonTitle,
          }),
        );
      }
    }
  }
  if (shapes.size > 2) throw invalid(inside(ACTION, "cards"), `must all be alike; there are ${[...shapes].join(", ")}`);
  return { buttons, links };
}

function form(action: Json): Partial<Shown> {
  oneOf(action, "name", ACTION, ["flow"]);
  const at = inside(ACTION, "parameters");
  const parameters = objectAt(action, "parameters", ACTION);
  if (String(parameters["flow_message_version"] ?? "") !== "3")
    throw invalid(inside(at, "flow_message_version"), 'must be "3"');
  const id = maybeTextAt(parameters, "flow_id", at);
  const name = maybeTextAt(parameters, "flow_name", at);
  if ((id === undefined) === (name === undefined))
    throw new GraphError(131009, `Exactly one of ${at}['flow_id'] and ${at}['flow_name'] must be set.`);
  const cta = textAt(parameters, "flow_cta", at, { max: LIMITS.flow.cta });
  if (/\p{Extended_Pictographic}/u.test(cta)) throw invalid(inside(at, "flow_cta"), "must not contain emoji");
  if (parameters["flow_action"] !== undefined) oneOf(parameters, "flow_action", at, ["navigate", "data_exchange"]);
  if (parameters["mode"] !== undefined) oneOf(parameters, "mode", at, ["draft", "published"]);
  return { links: [{ kind: "form", title: cta, value: id ?? name }] };
}

function product(action: Json): Partial<Shown> {
  textAt(action, "catalog_id", ACTION);
  return { links: [{ kind: "product", title: "View", value: textAt(action, "product_retailer_id", ACTION) }] };
}

function productList(action: Json, interactive: Json): Partial<Shown> {
  if (!maybeObjectAt(interactive, "header", PATH)) throw missing(inside(PATH, "header"));
  textAt(action, "catalog_id", ACTION);
  const limits = LIMITS.products;
  const sections = objectsAt(action, "sections", ACTION, limits.sections);
  let items = 0;
  for (const { item, place } of sections) {
    const title = maybeTextAt(item, "title", place, { max: limits.sectionTitle });
    if (title === undefined && sections.length > 1) throw missing(inside(place, "title"));
    for (const entry of objectsAt(item, "product_items", place, limits.items)) {
      textAt(entry.item, "product_retailer_id", entry.place);
      items += 1;
    }
  }
  if (items > limits.items.max)
    throw invalid(
      inside(ACTION, "sections"),
      `must have at most ${limits.items.max} products in all; they have ${items}`,
    );
  return { links: [{ kind: "products", title: "View items" }] };
}

function voiceCall(action: Json): Partial<Shown> {
  oneOf(action, "name", ACTION, ["voice_call"]);
  const parameters = maybeObjectAt(action, "parameters", ACTION) ?? {};
  const title = maybeTextAt(parameters, "display_text", inside(ACTION, "parameters"), { max: LIMITS.voiceCall.label });
  return { links: [{ kind: "call", title: title ?? "Call Now" }] };
}

/** Kinds that only name their action. */
function named(name: string, title: string) {
  return (action: Json): Partial<Shown> => {
    oneOf(action, "name", ACTION, [name]);
    return { links: [{ kind: name, title }] };
  };
}
