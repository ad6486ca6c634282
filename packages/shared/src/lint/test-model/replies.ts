/** Finds words or taps by which a waiting session leaves by a given port, or stays where it is: by trying them on the kernel. */
import type { Message } from "../../conversation/message.ts";
import type { IncomingContent } from "../../messages/incoming.ts";
import { choicesOf } from "../../messages/outgoing.ts";
import { type Shell, shownContent } from "./shell.ts";

export interface Reply {
  content: IncomingContent;
  on: Message | null;
}

const PLAIN: readonly IncomingContent[] = [
  { kind: "text", text: "something else entirely" },
  { kind: "location", latitude: 1, longitude: 2 },
  { kind: "media", media: "image", mediaId: "1" },
  { kind: "text", text: "12" },
  { kind: "form", response: { a: 1 } },
  { kind: "order", order: {} },
  { kind: "text", text: "2026-11-29" },
  { kind: "text", text: "asha@example.org" },
  { kind: "text", text: "+5511900000001" },
];

/** All a contact could say now: taps on what the session waits for, and words of every kind. */
export function repliesTo(shell: Shell): Reply[] {
  const waited = shell.messages.get(shell.session?.wait?.message ?? "");
  return [...(waited ? tapsOn(waited) : []), ...PLAIN.map((content) => ({ content, on: null }))];
}

export function tapsOn(message: Message): Reply[] {
  // Only what the phone shows can be tapped.
  if (!message.attempts.some((attempt) => attempt.deliveredAt !== undefined)) return [];
  const content = shownContent(message);
  const on = content.kind === "template" ? "template" : content.kind === "list" ? "row" : "button";
  return choicesOf(content).map(({ id, title }) => ({ content: { kind: "tap", on, id, title }, on: message }));
}

/** A reply by which the session leaves its node by `port`. */
export function replyBy(shell: Shell, port: string): Reply | null {
  return repliesTo(shell).find((reply) => portOf(shell, reply) === port) ?? null;
}

/** A reply that leaves the session where it is. */
export function replyThatStays(shell: Shell): Reply | null {
  return repliesTo(shell).find((reply) => portOf(shell, reply) === null) ?? null;
}

/** The port by which the session would leave its node; null: it stays. */
export function portOf(shell: Shell, reply: Reply): string | null {
  const before = shell.session;
  const plan = shell.preview(reply.content, reply.on);
  const after = plan.sessions.find((session) => session.id === before?.id);
  if (!before?.wait || !after) return null;
  const waited = before.wait.message;
  // Every new wait raises the generation, also one at the same node.
  if (waited === undefined) return after.generation === before.generation ? null : "reply";
  const left = plan.messages.find((message) => message.id === waited)?.leftBy;
  // "moved": it asks again at the same node.
  return left === undefined || left === "moved" ? null : left;
}
