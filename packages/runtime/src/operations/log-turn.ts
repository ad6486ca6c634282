/** What a turn did, in the log: at `info` what an operator looks into, at `debug` everything. Ids and codes, no words. */
import type { LogCode } from "@sluice/shared/conversation/log-entry";
import type { Plan } from "@sluice/shared/conversation/plan";
import type { Logger } from "pino";

/** Something did not go out as it was meant to. */
const WORTH_A_LOOK: ReadonlySet<LogCode> = new Set(["blocked", "unknown", "delayed", "given-up", "not-sent"]);

export function logTurn(log: Logger, contact: string, plan: Plan): void {
  const all = log.isLevelEnabled("debug");
  for (const { code, rule, channel, session, flow, node, message } of plan.log) {
    const worth = WORTH_A_LOOK.has(code);
    if (!worth && !all) continue;
    log[worth ? "info" : "debug"]({ contact, channel, session, flow, node, message, rule }, code);
  }
}
