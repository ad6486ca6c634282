/** May we write to this person now, and if not, from when: the composer's facts (ui.md §9). The gate answers, not this file. */
import { isUnitedStates } from "@sluice/shared/caps/countries";
import { type Decision, decideSend, type SendIntent } from "@sluice/shared/caps/decide-send";
import { windowClosesAt } from "@sluice/shared/caps/windows";
import type { Teller } from "@sluice/shared/conversation/hold-state";
import type { ContactState } from "@sluice/shared/conversation/state";
import type { ConversationDetail } from "@sluice/shared/protocol/conversation";
import { sayDate, sayMoment } from "@sluice/shared/time/say-moment";
import { policyOf } from "../channel-policy.ts";
import type { Lookups } from "./lookups.ts";

type Permissions = ConversationDetail["mayWrite"];
type Permission = Permissions["freeForm"];

export function mayWrite(state: ContactState, channel: string, lookups: Lookups): Permissions {
  const { contact, ledger } = state;
  const teller = lookups.tellerFor(contact);
  const policy = policyOf(lookups.services.channel());
  const ask = (messageClass: SendIntent["class"]) =>
    decideSend(
      {
        class: messageClass,
        channel,
        hasTwin: false,
        prefer: "template",
        toUnitedStates: isUnitedStates(contact.identity),
        timeZone: teller.contactZone ?? teller.zone,
      },
      ledger,
      policy,
      teller.now,
    );
  return {
    freeForm: freeForm(ask("free-form"), windowClosesAt(ledger, channel), teller),
    utility: { allowed: true, from: null, sentence: "Goes out now.", rule: "D10" },
    marketing: marketing(ask("marketing"), teller),
  };
}

function freeForm(decision: Decision, closesAt: number | null, teller: Teller): Permission {
  if (decision.kind === "send" && closesAt !== null)
    return {
      allowed: true,
      from: null,
      sentence: `The window is open until ${sayMoment(closesAt, teller.now, teller.zone)}.`,
      rule: decision.rule,
    };
  return {
    allowed: false,
    from: null,
    sentence: `You cannot write freely now. The window opens again when ${teller.contact} sends a message.`,
    rule: decision.rule,
  };
}

function marketing(decision: Decision, teller: Teller): Permission {
  const { rule } = decision;
  switch (decision.kind) {
    case "send":
      return { allowed: true, from: null, sentence: "Goes out now.", rule };
    case "hold": {
      const { until, interaction } = decision.hold;
      const after = decision.after ? `${teller.contact} has not answered **${decision.after.name}** yet` : null;
      const orAnswer = interaction && until !== null ? `, or when ${teller.contact} writes` : "";
      return {
        allowed: false,
        from: until,
        sentence:
          until === null
            ? `Not before ${teller.contact} writes or taps${after ? `: ${after}` : ""}.`
            : `Not before ${sayMoment(until, teller.now, teller.zone)}${orAnswer}.`,
        rule,
      };
    }
    case "refuse":
      return {
        allowed: false,
        from: null,
        sentence:
          decision.reason === "opted-out"
            ? `${teller.contact} stopped offers${decision.since === null ? "" : ` on ${sayDate(decision.since, teller.zone)}`}.`
            : "WhatsApp takes no marketing templates to US numbers.",
        rule,
      };
  }
}
