/** Groups of a forecast in a sentence: how many, and why. */
import type { Forecast } from "./forecast.ts";

/** `sayForecast({ outcome: "held", rule: "D2", … }, 12)` -> "12 people have not answered an earlier offer. …" */
export function sayForecast(
  { outcome, rule, reason }: Pick<Forecast, "outcome" | "rule" | "reason">,
  count: number,
): string {
  const one = count === 1;
  const people = one ? "1 person" : `${count} people`;
  const is = one ? "is" : "are";
  const has = one ? "has" : "have";
  switch (outcome) {
    case "sent":
      return `${people} would get it now.`;
    case "running":
      return `${people} ${is} in this flow already and would not be started again.`;
    case "none":
      return `${people} would get no offer: this flow sends none.`;
    case "held":
      return `${people} ${heldWords(rule, is, has)}`;
    case "refused":
      return reason === "opted-out"
        ? `${people} stopped offers. Nothing would go to them.`
        : reason === "us-marketing-paused"
          ? `${people} ${has} a US number. WhatsApp takes no marketing templates to them.`
          : `${people} would be refused${reason ? ` (${reason})` : ""}.`;
  }
}

function heldWords(rule: string | null, is: string, has: string): string {
  switch (rule) {
    case "D2":
      return `${has} not answered an earlier offer. It would be held until they write or tap.`;
    case "D5":
    case "B1":
      return `${is} at WhatsApp's limit over all businesses. It would be held until their wait is over, or they write.`;
    case "D6":
      return `${has} had what the running conversation allows. It would be held until it ends, or they answer.`;
    case "D7":
      return `${has} had as many offers as your own limit allows. It would be held until the next may go.`;
    case "D8":
      return `${is} in your quiet hours now. It would be held until they end.`;
    case "D17":
      return `would wait: WhatsApp paused or disabled the template.`;
    default:
      return "would be held at the gate.";
  }
}
