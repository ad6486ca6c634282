import { z } from "zod";
import { DAY, type Duration, parseDuration, sayDuration } from "../../time/duration.ts";
import {
  type Instant,
  instantOf,
  nextTimeOfDay,
  parseInstant,
  parseTimeOfDay,
  sayInstant,
} from "../../time/instant.ts";
import type { NodeDefinition, Way } from "../definition.ts";
import { durationText, field } from "../fields.ts";

const schema = z
  .strictObject({
    duration: field(durationText.optional(), { label: "Wait for", widget: "duration" }),
    untilTime: field(
      z
        .string()
        .refine((text) => parseTimeOfDay(text) !== null, "a time of day such as 09:00")
        .optional(),
      { label: "or until the clock shows", help: "In the person's time zone.", widget: "time" },
    ),
    untilDate: field(
      z
        .string()
        .refine(
          (text) => parseInstant(text) !== null || isDay(text),
          "a day (2026-11-29) or an instant (2026-11-29T23:59:00Z)",
        )
        .optional(),
      { label: "or until", help: "A day, or an instant with its zone.", widget: "instant" },
    ),
  })
  .refine(
    (config) =>
      [config.duration, config.untilTime, config.untilDate].filter((value) => value !== undefined).length === 1,
    {
      message: "exactly one of duration, untilTime and untilDate",
    },
  );
type Config = z.infer<typeof schema>;

export const delay: NodeDefinition<Config> = {
  type: "delay",
  title: "Wait",
  group: "wait",
  icon: "timer",
  help: "Lets time pass. What the person writes meanwhile opens the window and does not end the wait.",
  schema,
  initial: { duration: "PT1H" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: (config) => {
    const [min, max] = spanOf(config);
    return {
      send: null,
      ways: [{ port: "next", after: "entry", min, max, interaction: false, ...momentOf(config) }],
      waits: true,
      writes: [],
      reads: [],
    };
  },
  summary: (config) => {
    if (config.duration) return `for ${sayDuration(parseDuration(config.duration) ?? 0)}`;
    if (config.untilTime) return `until ${config.untilTime}, local time`;
    const instant = parseInstant(config.untilDate ?? "");
    return instant === null ? `until ${config.untilDate}` : `until ${sayInstant(instant, "UTC")} UTC`;
  },
  run: ({ config, now, timeZone }) => ({ wait: { for: "time", until: Math.max(now, endOf(config, now, timeZone)) } }),
  resume: (_, wake) => (wake.kind === "timer-fired" ? { go: "next" } : { ignore: true }),
};

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && parseInstant(`${text}T00:00Z`) !== null;
}

/** Least and greatest length. A wall clock comes round within a day and an hour (daylight saving). */
function spanOf(config: Config): [Duration, Duration] {
  if (config.duration) {
    const duration = parseDuration(config.duration) ?? 0;
    return [duration, duration];
  }
  return config.untilTime ? [0, DAY + DAY / 24] : [0, Number.POSITIVE_INFINITY];
}

/** The moment of the calendar it ends at; a day begins in UTC as far as lint knows. */
function momentOf(config: Config): Pick<Way, "at"> {
  if (config.untilTime) return { at: { timeOfDay: parseTimeOfDay(config.untilTime) ?? 0 } };
  if (!config.untilDate) return {};
  return { at: { instant: parseInstant(config.untilDate) ?? parseInstant(`${config.untilDate}T00:00:00Z`) ?? 0 } };
}

function endOf(config: Config, now: Instant, timeZone: string): Instant {
  if (config.duration) return now + (parseDuration(config.duration) ?? 0);
  if (config.untilTime) return nextTimeOfDay(now, parseTimeOfDay(config.untilTime) ?? 0, timeZone);
  const text = config.untilDate ?? "";
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  const [year = 1970, month = 1, day = 1] = text.split("-").map(Number);
  return instantOf({ year, month, day, hour: 0, minute: 0, second: 0 }, timeZone);
}
