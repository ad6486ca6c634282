/**
 * What would become of a start for this contact now? The kernel itself is asked and its plan thrown away, so the answer is
 * the one that a real start would get. A flow whose first turn sends no marketing is judged by what the gate would say to
 * its offers now, which is a guess: by the time they are due the contact may have answered, or another offer gone out.
 */
import { type Decision, decideSend } from "../caps/decide-send.ts";
import { tighten } from "../caps/policy.ts";
import { type Charge, chargeFor } from "../costs/charge.ts";
import type { CompiledFlow } from "../engine/compile-flow.ts";
import type { Instant } from "../time/instant.ts";
import { decide } from "./decide.ts";
import type { Plan } from "./plan.ts";
import type { ContactState } from "./state.ts";
import { Work } from "./work.ts";
import type { World } from "./world.ts";

export interface Forecast {
  /** `running`: a session of the flow runs already (I2). `none`: the flow sends no offers, or did not start. */
  outcome: "sent" | "held" | "refused" | "running" | "none";
  rule: string | null;
  reason: string | null;
  /** Held: not before; null: only an answer ends it. */
  until: Instant | null;
  /** From the first turn itself, or from the gate as it stands now. */
  basis: "start" | "gate";
  /** What would go out now, each with what it costs once delivered (E3). */
  charges: Charge[];
}

export interface ForecastRequest {
  channel: string;
  flow: CompiledFlow;
  flowId: string;
  entry: string;
}

export function forecast(state: ContactState, request: ForecastRequest, world: World, now: Instant): Forecast {
  const { channel, flow, flowId, entry } = request;
  const plan = decide(
    state,
    {
      kind: "session-requested",
      channel,
      flow: flowId,
      revision: flow.revision,
      entry,
      variables: {},
      by: "a forecast",
    },
    world,
    now,
  );
  if (plan.result.kind === "already-running") return nothing("running");
  if (plan.result.kind !== "started") return nothing("none");
  const charges = chargesOf(plan, new Work(state, world, now));
  const found = fromPlan(plan);
  return found ? { ...found, charges } : fromGate(state, request, world, now, charges);
}

/** What the first turn did with its first marketing message. */
function fromPlan(plan: Plan): Omit<Forecast, "charges"> | null {
  const message = plan.messages.find((candidate) => candidate.class === "marketing");
  if (message?.state === "held")
    return {
      outcome: "held",
      rule: message.hold?.rule ?? null,
      reason: null,
      until: message.hold?.until ?? null,
      basis: "start",
    };
  if (message) return { outcome: "sent", rule: null, reason: null, until: null, basis: "start" };
  const refused = plan.log.find((entry) => entry.code === "not-sent" && MARKETING_REASONS.has(reasonOf(entry.params)));
  if (!refused) return null;
  return {
    outcome: reasonOf(refused.params) === "would-hold" ? "held" : "refused",
    rule: refused.rule ?? null,
    reason: reasonOf(refused.params),
    until: null,
    basis: "start",
  };
}

const MARKETING_REASONS = new Set(["opted-out", "us-marketing-paused", "would-hold"]);

function reasonOf(params: Readonly<Record<string, unknown>>): string {
  return typeof params["reason"] === "string" ? params["reason"] : "";
}

/** Of all that the first turn would send now, offers or not. */
function chargesOf({ messages }: Plan, work: Work): Charge[] {
  return messages.flatMap((message) => {
    const decision = message.state === "queued" ? work.decide(message, []) : null;
    if (decision?.kind !== "send") return [];
    return [chargeFor({ class: message.class, as: decision.as, channel: message.channel }, work.ledger, work.now)];
  });
}

function fromGate(
  state: ContactState,
  { channel, flow }: ForecastRequest,
  world: World,
  now: Instant,
  charges: Charge[],
): Forecast {
  const offers = flow.nodes.flatMap(({ definition, config }) => {
    const { send } = definition.facts(config, flow.context);
    return send?.class === "marketing" ? [send] : [];
  });
  const [offer] = offers;
  if (!offer) return { ...nothing("none"), charges };
  const work = new Work(state, world, now);
  const policy = tighten(world.channel(channel).policy, flow.document.settings);
  const decision = decideSend(
    {
      class: "marketing",
      channel,
      hasTwin: offer.twin === true,
      prefer: "interactive",
      toUnitedStates: work.toUnitedStates,
      timeZone: work.timeZone(channel),
    },
    state.ledger,
    policy,
    now,
    work.queuedMarketing(),
  );
  if (decision.kind === "send")
    charges.push(chargeFor({ class: "marketing", as: decision.as, channel }, state.ledger, now));
  return { ...fromDecision(decision), basis: "gate", charges };
}

function fromDecision(decision: Decision): Omit<Forecast, "basis" | "charges"> {
  switch (decision.kind) {
    case "send":
      return { outcome: "sent", rule: null, reason: null, until: null };
    case "hold":
      return { outcome: "held", rule: decision.rule, reason: null, until: decision.hold.until };
    case "refuse":
      return { outcome: "refused", rule: decision.rule, reason: decision.reason, until: null };
  }
}

function nothing(outcome: "running" | "none"): Forecast {
  return { outcome, rule: null, reason: null, until: null, basis: "start", charges: [] };
}
