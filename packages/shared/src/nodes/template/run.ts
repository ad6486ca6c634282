/**
 * The life of a template node (T1 to T6). The node is never left before its message is accepted, refused or given up.
 * The message itself is held, retried and given up on by the conversation (conversation/); this node only hears of it.
 */

import { DEFAULT_TRIES } from "../../caps/retry.ts";
import { interactiveTwin } from "../../caps/twin.ts";
import { isLimitedOffer, quickRepliesOf, type Template } from "../../flow/template.ts";
import { textOf } from "../../messages/incoming.ts";
import { choiceByLabel } from "../../messages/labels.ts";
import type { FreeFormContent, HeaderMedia, MessageClass, TemplateContent } from "../../messages/outgoing.ts";
import { readPayload } from "../../messages/payload.ts";
import type { Outcome, ResumeContext, RunContext, Wake } from "../definition.ts";
import { timeoutOf } from "../fields.ts";
import { awaitsDelivery, deadlineAt, isMarketing, type TemplateConfig, templateOf, waitsForAnswer } from "./config.ts";
import { fillTemplate } from "./fill-template.ts";

/** What a waiting template node remembers. */
type Phase = "sending" | "accepted" | "delivered";

/** Ways out that exist for marketing only; every other template leaves by `failed`. */
const MARKETING_PORTS = new Set(["capped", "expired", "opted-out"]);

export function runTemplate(context: RunContext<TemplateConfig>): Outcome {
  const { config, flow, now } = context;
  const found = templateOf(config, flow);
  if (!found) return fail(context, "template-missing", `${config.name} · ${config.language}`);
  const content = fillTemplate(found, config, (text) => context.resolve.text(text));
  const empty = emptyParameter(found, content);
  if (empty !== null) return fail(context, "empty-parameter", empty);
  const deadline = isMarketing(found) ? deadlineAt(config, now) : now + timeoutOf(config.timeout);
  if (deadline <= now) return { go: "expired" };
  const result = context.send({
    content,
    class: found.category.toLowerCase() as MessageClass,
    twin: twinOf(found, content, context),
    prefer: config.prefer ?? "interactive",
    whenHeld: config.whenHeld ?? "wait",
    deadline,
    maxTries: config.retries ?? DEFAULT_TRIES,
    ...(awaitsDelivery(config, found) ? {} : { awaitDelivery: false as const }),
  });
  switch (result.state) {
    case "would-hold":
      return { go: "expired" };
    case "refused":
      return { go: portOf(result.reason, found) };
    default:
      return sending({ message: result.message });
  }
}

export function resumeTemplate(context: ResumeContext<TemplateConfig>, wake: Wake): Outcome {
  const { config, flow, wait, now } = context;
  const found = templateOf(config, flow);
  const phase = wait.state as Phase;
  switch (wake.kind) {
    case "message-accepted":
      if (phase !== "sending") return { ignore: true };
      return awaitsDelivery(config, found) ? accepted(context, found) : delivered(context, found);
    case "message-delivered":
      return phase === "delivered" ? { ignore: true } : delivered(context, found);
    case "message-requeued":
      // Nothing was shown: what the contact writes meanwhile is no answer to it (B1).
      return phase === "sending" ? { ignore: true } : sending(wait);
    case "message-refused":
      return { go: portOf(wake.reason, found) };
    case "timer-fired":
      return { go: waitsForAnswer(config, found) ? "timeout" : "failed" };
    case "reply-received": {
      // An answer implies delivered (T2).
      if (!waitsForAnswer(config, found)) return phase === "delivered" ? { ignore: true } : { go: "delivered" };
      const index = found ? answeredIndex(found, wake) : null;
      return { go: index === null ? "answered" : `button:${index}` };
    }
    case "message-unknown":
      // The session goes on by its timeout, counted from now.
      return phase === "sending"
        ? {
            wait: {
              ...wait,
              for: waitsForAnswer(config, found) ? "answer" : "message",
              until: now + timeoutOf(config.timeout),
              state: "accepted" satisfies Phase,
            },
          }
        : { ignore: true };
    default:
      return { ignore: true };
  }
}

function sending({ message }: { message?: string }): Outcome {
  return {
    wait: {
      for: "message",
      until: null,
      ...(message === undefined ? {} : { message }),
      state: "sending" satisfies Phase,
    },
  };
}

function accepted(context: ResumeContext<TemplateConfig>, found: Template | undefined): Outcome {
  const waiting = waitsForAnswer(context.config, found);
  return {
    wait: { ...context.wait, for: waiting ? "answer" : "message", until: null, state: "accepted" satisfies Phase },
  };
}

/** `timeout` runs from delivery (T3). */
function delivered(context: ResumeContext<TemplateConfig>, found: Template | undefined): Outcome {
  const { config, now, wait } = context;
  if (!waitsForAnswer(config, found)) return { go: "delivered" };
  return {
    wait: { ...wait, for: "answer", until: now + timeoutOf(config.timeout), state: "delivered" satisfies Phase },
  };
}

/** The quick reply that was tapped, or whose label was written. */
function answeredIndex(found: Template, wake: Wake & { kind: "reply-received" }): number | null {
  const { content } = wake.message;
  const replies = quickRepliesOf(found).map((reply, index) => ({ id: String(index), title: reply.title }));
  const named = content.kind === "tap" ? readPayload(content.id) : null;
  if (named) return named.index < replies.length ? named.index : null;
  const chosen = choiceByLabel(replies, textOf(content));
  return chosen ? Number(chosen.id) : null;
}

function twinOf(
  found: Template,
  content: TemplateContent,
  context: RunContext<TemplateConfig>,
): FreeFormContent | null {
  if (!isMarketing(found)) return null;
  const authored = context.config.interactiveTwin;
  const resolve = (text: string) => context.resolve.text(text);
  return interactiveTwin(
    found,
    content,
    authored
      ? {
          body: resolve(authored.body),
          ...(authored.header ? { header: resolve(authored.header) } : {}),
          ...(authored.footer ? { footer: resolve(authored.footer) } : {}),
        }
      : null,
  );
}

/** WhatsApp refuses empty parameters (WR §2, 131008): better said here than by an error code. */
function emptyParameter(found: Template, content: TemplateContent): string | null {
  const { header, body, buttons } = content.parameters;
  const unfilled = emptyOffer(found, content) ?? emptyMedia(content) ?? emptyPlace(content) ?? emptyInCards(content);
  if (unfilled !== null) return unfilled;
  const position = [...header, ...body].findIndex((parameter) => parameter.text.trim() === "");
  if (position >= 0)
    return (
      [...header, ...body][position]?.name ??
      String(position < header.length ? `header.${position + 1}` : position - header.length + 1)
    );
  const button = buttons.find((parameter) => parameter.text.trim() === "");
  return button ? `button.${button.index}` : null;
}

function emptyOffer(found: Template, { shown }: TemplateContent): string | null {
  return isLimitedOffer(found) && shown.offerEndsAt === undefined ? "offer.ends" : null;
}

function emptyMedia({ shown: { headerMedia } }: TemplateContent): string | null {
  return headerMedia && isEmpty(headerMedia) ? "header.link" : null;
}

function isEmpty({ link, mediaId }: HeaderMedia): boolean {
  return !link?.trim() && !mediaId?.trim();
}

function emptyPlace({ shown: { headerLocation: place } }: TemplateContent): string | null {
  if (!place) return null;
  if (!Number.isFinite(place.latitude) || Math.abs(place.latitude) > 90) return "header.latitude";
  return !Number.isFinite(place.longitude) || Math.abs(place.longitude) > 180 ? "header.longitude" : null;
}

function emptyInCards({ shown }: TemplateContent): string | null {
  for (const [index, card] of (shown.cards ?? []).entries()) {
    const prefix = `card.${index}.`;
    const position = card.parameters.findIndex(({ text }) => text.trim() === "");
    const button = card.buttonParameters.find(({ text }) => text.trim() === "");
    const found =
      card.headerMedia && isEmpty(card.headerMedia)
        ? `${prefix}header.link`
        : position >= 0
          ? `${prefix}${card.parameters[position]?.name ?? position + 1}`
          : button && `${prefix}button.${button.index}`;
    if (found) return found;
  }
  return null;
}

function portOf(reason: string, found: Template | undefined): string {
  return isMarketing(found) && MARKETING_PORTS.has(reason) ? reason : "failed";
}

function fail(context: RunContext<TemplateConfig>, code: string, detail: string): Outcome {
  context.note(code, detail);
  return { go: "failed" };
}
