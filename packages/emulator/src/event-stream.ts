/** `GET _control/events`: Server-Sent Events, so that a phone page is always up to date. */
import { formatInstant } from "@sluice/shared/time/instant";
import type { Request, Response } from "express";
import type { WorldEvent } from "./listeners.ts";
import { contactView, messageView } from "./views.ts";
import type { World } from "./world.ts";

/** Real time; keeps proxies from closing a quiet line. */
const HEARTBEAT = 15_000;

/** Events: `message`, `status` ({phone, message}), `contact`, `typing` ({phone, until}), `template` ({name}), `clock` ({now}). */
export function streamEvents(world: World, request: Request, response: Response): void {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  const write = (type: string, data: unknown) => response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  write("clock", { now: formatInstant(world.clock.now()) });
  const stop = world.listeners.add((event) => {
    const data = dataOf(world, event);
    if (data) write(event.type, data);
  });
  const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT);
  heartbeat.unref();
  request.on("close", () => {
    clearInterval(heartbeat);
    stop();
  });
}

function dataOf(world: World, event: WorldEvent): unknown {
  if (event.type === "clock") return { now: formatInstant(event.now) };
  if (event.type === "template") return { name: event.name };
  const phone = `+${event.waId}`;
  if (event.type === "typing") return { phone, until: formatInstant(event.until) };
  if (event.type === "contact") {
    const contact = world.contacts.get(event.waId);
    return contact && contactView(world, contact);
  }
  const message = world.messages.get(event.wamid);
  return message && { phone, message: messageView(message) };
}
