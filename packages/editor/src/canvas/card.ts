/**
 * What a card shows of a node, asked of the node's definition. Pure data: the canvas draws it, the list view says it,
 * card-size.ts computes its box.
 */
import { type FlowDocument, type FlowNode, nodeName } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import type { MessageClass } from "@sluice/shared/messages/outgoing";
import type { Facts, FlowContext, NodeDefinition, Port, Preview } from "@sluice/shared/nodes/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { sayDuration } from "@sluice/shared/time/duration";
import { parseInstant, sayInstant } from "@sluice/shared/time/instant";
import { type SmallPreview, smallPreview } from "../preview/small-preview.ts";
import { sampleText } from "../preview/text-parts.ts";
import { readerZone } from "../ui/say-time.ts";
import { type CardBox, cardBox } from "./card-size.ts";

/** What colours a card: the category of its template, free-form, or none. */
export type CardTone = "marketing" | "utility" | "auth" | "free" | "logic";

export interface Card {
  id: string;
  type: string;
  title: string;
  /** "Marketing template · en". */
  kindLine: string;
  icon: string;
  tone: CardTone;
  note: boolean;
  entry: boolean;
  /** A gate stands before it: it sends marketing. */
  gate: boolean;
  /** Until when the gate may hold it: "to Sun 29 Nov, 23:59", "for 7 d". */
  deadline: string | null;
  preview: SmallPreview | null;
  summary: string;
  rows: readonly Port[];
  spill: readonly Port[];
  box: CardBox;
}

const TONES: Record<MessageClass, CardTone> = {
  marketing: "marketing",
  utility: "utility",
  authentication: "auth",
  "free-form": "free",
};
const TONE_ICONS: Partial<Record<CardTone, string>> = { utility: "receipt-text", auth: "key-round" };

export function cardOf(node: FlowNode, context: FlowContext): Card {
  const definition = nodeType(node.type);
  if (!definition) return unknownCard(node);
  const { ports, facts, preview, summary, kindLine } = askDefinition(definition, node, context);
  const tone = facts.send ? TONES[facts.send.class] : "logic";
  const gate = facts.send?.class === "marketing";
  const small = preview ? smallPreview(preview.content) : null;
  const rows = ports.filter((port) => port.kind !== "trouble");
  const spill = ports.filter((port) => port.kind === "trouble");
  const entry = facts.entry !== undefined;
  const box = cardBox({
    step: facts.send === null,
    entry,
    gate,
    bubble: small
      ? {
          media: Boolean(small.media),
          header: Boolean(small.header),
          body: sampleText(small.body),
          footer: Boolean(small.footer),
          list: Boolean(small.list),
        }
      : undefined,
    summary,
    rows: rows.map((port) => port.id),
    spill: spill.map((port) => port.id),
  });
  return {
    id: node.id,
    type: node.type,
    title: nodeName({ ...node, title: node.title || definition.title }),
    kindLine,
    icon: (facts.send?.template && TONE_ICONS[tone]) || definition.icon,
    tone,
    note: definition.group === "note",
    entry,
    gate,
    deadline: gate ? sayDeadline(node.config["deadline"], facts) : null,
    preview: small,
    summary,
    rows,
    spill,
    box,
  };
}

interface Answers {
  ports: Port[];
  facts: Facts;
  preview: Preview | null;
  summary: string;
  kindLine: string;
}

/**
 * A definition answers for configs of its schema; while somebody types, a config may miss it. Then it is asked with what
 * is there, and at last with the config of a new node, so that the card stays on the canvas.
 */
function askDefinition(definition: NodeDefinition, node: FlowNode, context: FlowContext): Answers {
  const parsed = definition.schema.safeParse(node.config);
  const configs: unknown[] = parsed.success
    ? [parsed.data, definition.initial]
    : [{ ...Object(definition.initial), ...node.config }, definition.initial];
  for (const config of configs) {
    try {
      return {
        ports: definition.ports(config, context),
        facts: definition.facts(config, context),
        preview: definition.preview?.(config, context) ?? null,
        summary: definition.summary(config, context),
        kindLine: definition.kindLine?.(config, context) ?? definition.title,
      };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // The config misses a part the definition counts on; lint says so at its place.
    }
  }
  return { ports: [], facts: NO_FACTS, preview: null, summary: "", kindLine: definition.title };
}

const NO_FACTS: Facts = { send: null, ways: [], waits: false, writes: [], reads: [] };

function unknownCard(node: FlowNode): Card {
  return {
    id: node.id,
    type: node.type,
    title: nodeName(node),
    kindLine: `Unknown type: ${node.type}`,
    icon: "box",
    tone: "logic",
    note: false,
    entry: false,
    gate: false,
    deadline: null,
    preview: null,
    summary: "",
    rows: [],
    spill: [],
    box: cardBox({ step: true, entry: false, gate: false, summary: "", rows: [], spill: [] }),
  };
}

function sayDeadline(config: unknown, facts: Facts): string | null {
  const instant = typeof config === "string" ? parseInstant(config) : null;
  if (instant !== null) return `to ${sayInstant(instant, readerZone)}`;
  const span = facts.send?.deadline;
  return typeof span === "number" ? `for ${sayDuration(span)}` : null;
}

/** All cards of a document. Nodes that did not change, in a flow whose templates did not, keep their card object. */
export function createCards(): (
  flow: FlowDocument,
  context: FlowContext,
  templates: readonly Template[],
) => Map<string, Card> {
  let known = new WeakMap<FlowNode, Card>();
  let before: unknown[] = [];
  return (flow, context, templates) => {
    const inputs = [flow.templates, templates];
    if (inputs.some((input, index) => input !== before[index])) known = new WeakMap();
    before = inputs;
    const cards = new Map<string, Card>();
    for (const node of flow.nodes) {
      let card = known.get(node);
      if (!card) {
        card = cardOf(node, context);
        known.set(node, card);
      }
      cards.set(node.id, card);
    }
    return cards;
  };
}
