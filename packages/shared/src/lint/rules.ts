/** Every rule. Adding one is a folder and a line here. */
import type { LintRule } from "./rule.ts";
import { danglingEdge } from "./rules/dangling-edge/rule.ts";
import { deadEnd } from "./rules/dead-end/rule.ts";
import { duplicateId } from "./rules/duplicate-id/rule.ts";
import { earlyRetry } from "./rules/early-retry/rule.ts";
import { endlessTurn } from "./rules/endless-turn/rule.ts";
import { freeFormAfterWindow } from "./rules/free-form-after-window/rule.ts";
import { interactiveWouldDo } from "./rules/interactive-would-do/rule.ts";
import { invalidConfig } from "./rules/invalid-config/rule.ts";
import { invalidExpression } from "./rules/invalid-expression/rule.ts";
import { marketingFrequency } from "./rules/marketing-frequency/rule.ts";
import { marketingLoop } from "./rules/marketing-loop/rule.ts";
import { marketingWithoutButtons } from "./rules/marketing-without-buttons/rule.ts";
import { messageLimits } from "./rules/message-limits/rule.ts";
import { missingCappedWayOut } from "./rules/missing-capped-way-out/rule.ts";
import { missingPort } from "./rules/missing-port/rule.ts";
import { orderNotGuaranteed } from "./rules/order-not-guaranteed/rule.ts";
import { sequentialMarketing } from "./rules/sequential-marketing/rule.ts";
import { templateMismatch } from "./rules/template-mismatch/rule.ts";
import { triggerConflict } from "./rules/trigger-conflict/rule.ts";
import { unanswerableMarketing } from "./rules/unanswerable-marketing/rule.ts";
import { unknownFlow } from "./rules/unknown-flow/rule.ts";
import { unknownReference } from "./rules/unknown-reference/rule.ts";
import { unreachableNode } from "./rules/unreachable-node/rule.ts";
import { unsetVariable } from "./rules/unset-variable/rule.ts";

export const lintRules: readonly LintRule[] = [
  sequentialMarketing,
  marketingLoop,
  freeFormAfterWindow,
  unanswerableMarketing,
  marketingWithoutButtons,
  interactiveWouldDo,
  missingCappedWayOut,
  earlyRetry,
  marketingFrequency,
  templateMismatch,
  messageLimits,
  orderNotGuaranteed,
  unreachableNode,
  deadEnd,
  danglingEdge,
  missingPort,
  unsetVariable,
  unknownReference,
  unknownFlow,
  endlessTurn,
  duplicateId,
  triggerConflict,
  invalidConfig,
  invalidExpression,
];
