import type { Arrival } from "@sluice/shared/lint/arrivals";
import { DAY, HOUR } from "@sluice/shared/time/duration";
import { expect, it } from "vitest";
import { sayArrival } from "./arrivals.ts";

const cases: { name: string; arrival: Arrival | undefined; says: [string, string, string] }[] = [
  { name: "nobody", arrival: undefined, says: ["–", "unknown", "–"] },
  {
    name: "fresh from a campaign",
    arrival: { streak: [0, 0], sinceInbound: [null, null], sinceEntry: [0, 0] },
    says: ["0", "closed", "at once"],
  },
  {
    name: "after one unanswered",
    arrival: { streak: [1, 1], sinceInbound: [null, null], sinceEntry: [2 * HOUR, 2 * HOUR] },
    says: ["1 template", "closed", "2 h"],
  },
  {
    name: "after an answer",
    arrival: { streak: [0, 0], sinceInbound: [0, HOUR], sinceEntry: [0, 2 * DAY] },
    says: ["0", "open", "0 to 2 d"],
  },
  {
    name: "by two ways",
    arrival: { streak: [0, 1], sinceInbound: [0, null], sinceEntry: [HOUR, Number.POSITIVE_INFINITY] },
    says: ["0 or 1", "perhaps", "1 h or more"],
  },
  {
    name: "after many",
    arrival: { streak: [2, 2], sinceInbound: [DAY, 2 * DAY], sinceEntry: [0, 0] },
    says: ["2 or more", "closed", "at once"],
  },
];

it.each(cases)("$name", ({ arrival, says }) => {
  const { unanswered, window, since } = sayArrival(arrival);
  expect([unanswered, window, since]).toEqual(says);
});
