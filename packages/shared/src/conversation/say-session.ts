/** Sentences about sessions, people at work and what the contact decided. */
import { MINUTE, sayDuration } from "../time/duration.ts";
import type { LogCode } from "./log-entry.ts";
import type { messageSentences } from "./say-message.ts";
import { asSentence, bold, clause, type Telling } from "./telling.ts";
import type { Glyph } from "./timeline.ts";

interface Words {
  sentence: string;
  glyph: Glyph;
  rule?: string;
}

type SessionCode = Exclude<LogCode, keyof typeof messageSentences>;

export const sessionSentences: Record<SessionCode, (telling: Telling) => Words> = {
  received: (telling) => {
    const text = telling.text("text");
    return {
      sentence: text ? `${telling.contact} wrote: ${text}` : `${telling.contact} sent a message.`,
      glyph: "received",
    };
  },
  "to-inbox": (telling) => ({
    sentence: `No flow took what ${telling.contact} wrote. It waits for a person.`,
    glyph: "inbox",
    rule: "I1",
  }),
  "session-started": (telling) => {
    const by = telling.text("by");
    return {
      sentence: `${flowName(telling)} started for ${telling.contact}${by ? `, by ${clause(by)}` : ""}.`,
      glyph: "started",
    };
  },
  "session-ended": sayEnded,
  "session-moved": (telling) => ({
    sentence: `${telling.text("by") ?? "A person"} moved ${telling.contact} to ${telling.name}.`,
    glyph: "moved",
  }),
  "session-repinned": (telling) => {
    const [from, to] = [telling.number("from"), telling.number("to")];
    return {
      sentence: `${telling.text("by") ?? "A person"} took ${telling.contact} along${from === null ? "" : ` from revision ${from}`}${to === null ? "" : ` to revision ${to}`} of ${flowName(telling)}, at ${telling.name}.`,
      glyph: "moved",
    };
  },
  "handed-off": (telling) => {
    const team = telling.text("team");
    const note = telling.text("note");
    return {
      sentence: `${flowName(telling)} passed ${telling.contact} to ${team ? `the ${bold(team)} team` : "a person"}.${note ? ` ${asSentence(note)}` : ""}`,
      glyph: "handed-off",
    };
  },
  "given-back": (telling) => ({
    sentence: `${telling.text("by") ?? "A person"} gave ${telling.contact} back to the ${telling.entry.session ? "flow" : "bot"}.`,
    glyph: "given-back",
  }),
  "opted-out": (telling) => ({
    sentence: `${sayOptedOut(telling)}. Answers and receipts still go out.`,
    glyph: "stopped",
    rule: "D1",
  }),
  "opted-in": (telling) => ({ sentence: sayOptedIn(telling), glyph: "opted-in", rule: "D1" }),
  "answered-by-phone": (telling) => ({
    sentence: `Somebody answered ${telling.contact} from the phone. The bot is quiet here until the conversation is given back, or for a day after the last answer from the phone.`,
    glyph: "handed-off",
  }),
  "number-changed": (telling) => {
    const from = telling.text("from");
    return {
      sentence: `${telling.contact} has a new number: ${telling.text("to") ?? "not known"}${from ? ` instead of ${from}` : ""}.`,
      glyph: "note",
    };
  },
  "contact-changed": (telling) => {
    const names = telling.entry.params["names"];
    const what = Array.isArray(names) ? names.filter((name) => typeof name === "string").join(", ") : "";
    return {
      sentence: `${telling.text("by") ?? "A person"} changed ${what || "a field"} of ${telling.contact}.`,
      glyph: "note",
    };
  },
  "node-left": (telling) => ({ sentence: sayTimeout(telling), glyph: "step", rule: "T3" }),
  "event-raised": (telling) => {
    const by = telling.text("by");
    return { sentence: `${telling.name} happened${by ? `, says ${clause(by)}` : ""}.`, glyph: "note" };
  },
  note: sayNote,
};

/** "No answer to **Early access** for 2 h: the flow goes on by **timeout**." */
function sayTimeout(telling: Telling): string {
  const { name, entry } = telling;
  const since = telling.number("since");
  const span = since === null || since >= entry.at ? "" : ` for ${sayDuration(wholeMinutes(entry.at - since))}`;
  const port = telling.text("port");
  const by = port === null || port === "next" ? "" : ` by ${bold(port)}`;
  switch (telling.text("waitedFor")) {
    case "answer":
      return `No answer to ${name}${span}: the flow goes on${by}.`;
    case "agent":
      return `Nobody gave ${telling.contact} back at ${name}${span}: the flow goes on${by}.`;
    case "message":
      return `${name} was not delivered in time: the flow goes on${by}.`;
    case "time":
      return `The wait at ${name}${span} is over: the flow goes on.`;
    default:
      return `What ${name} waits for did not come${span}: the flow goes on${by}.`;
  }
}

/** Timers fire a moment late. */
function wholeMinutes(span: number): number {
  return Math.max(MINUTE, Math.floor(span / MINUTE) * MINUTE);
}

/** "Rohan wrote down that Asha wants offers, as of 12 Nov: checkout form" */
function sayWrittenDown(telling: Telling, wish: string): string {
  const said = telling.number("said");
  const source = telling.text("source");
  const when = said === null || telling.isSameDay(said) ? "" : `, as of ${telling.date(said)}`;
  return `${telling.text("who") ?? "A person"} wrote down that ${telling.contact} ${wish}${when}${source ? `: ${clause(source)}` : ""}`;
}

function sayOptedOut(telling: Telling): string {
  if (telling.text("by") === "person") return sayWrittenDown(telling, "wants no offers");
  switch (telling.text("by")) {
    case "word":
      return `${telling.contact} wrote ${bold(telling.text("text") ?? "STOP")} and gets no more offers`;
    case "flow":
      return `${flowName(telling)} kept that ${telling.contact} wants no more offers`;
    default:
      return `${telling.contact} stopped offers in WhatsApp`;
  }
}

function sayOptedIn(telling: Telling): string {
  if (telling.text("by") === "person") return `${sayWrittenDown(telling, "wants offers")}.`;
  switch (telling.text("by")) {
    case "word":
      return `${telling.contact} wrote ${bold(telling.text("text") ?? "START")}. Offers may go out again.`;
    case "flow":
      return `${flowName(telling)} kept that ${telling.contact} wants offers.`;
    default:
      return `${telling.contact} allowed offers in WhatsApp again.`;
  }
}

function flowName(telling: Telling): string {
  return bold(telling.text("flow") ?? telling.flow ?? "The flow");
}

const ENDS: Record<string, string> = {
  "endless-turn": "it went round without waiting, and was ended",
  "revision-gone": "its revision is gone",
  "session-too-large": "it remembered too much",
  "subflows-too-deep": "its flows called one another too often",
  restarted: "it was begun again",
  idle: "nothing happened in it for a long time",
  timeout: "no answer came, and nothing follows that",
  capped: "WhatsApp blocked the offer, and nothing follows that",
  expired: "the offer was given up, and nothing follows that",
  failed: "a message could not be sent, and nothing follows that",
  "opted-out": "offers are stopped, and nothing follows that",
  "window-closed": "the window was closed, and nothing follows that",
};

/** Ports by which a flow that is over simply runs out. */
const RUNS_OUT = new Set(["finished", "next", "delivered", "answered"]);

function sayEnded(telling: Telling): Words {
  const flow = flowName(telling);
  const reason = telling.text("reason");
  const who = /^(stopped|cancelled) by (.+)$/s.exec(reason ?? "");
  if (who)
    return {
      sentence:
        who[1] === "stopped"
          ? `${who[2]} ended ${flow} for ${telling.contact}.`
          : `${flow} ended: ${who[2]} took its send back.`,
      glyph: "ended",
    };
  if (reason === null || RUNS_OUT.has(reason) || /^(button|row|branch|way):/.test(reason))
    return { sentence: `${flow} ended.`, glyph: "ended" };
  return { sentence: `${flow} ended: ${ENDS[reason] ?? clause(reason)}.`, glyph: "ended" };
}

const NOTES: Record<string, string> = {
  "template-missing": "the template is not known",
  "empty-parameter": "a parameter is empty, and WhatsApp takes no empty ones",
  expression: "an expression failed",
  "state-too-large": "a variable is too large and was not kept",
  "too-many-tags": "there are more tags than a contact may carry",
  "subflow-failed": "the flow it calls failed",
  "http-failed": "the call did not succeed",
};

function sayNote(telling: Telling): Words {
  const reason = telling.text("reason");
  const detail = telling.text("detail") ?? telling.text("text");
  const what = reason === null ? null : (NOTES[reason] ?? clause(reason));
  const said = [what, detail && clause(detail)].filter(Boolean).join(": ");
  return { sentence: said ? `${telling.name}: ${said}.` : `${telling.name}.`, glyph: "note" };
}
