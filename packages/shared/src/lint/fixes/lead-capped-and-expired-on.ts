import type { Fix } from "./fix.ts";
import { leadOn } from "./lead-on.ts";

/** The hold is what one wants, and what follows it is said: handled on purpose. A certain loop stays an error all the same. */
export const leadCappedAndExpiredOn: Fix = {
  id: "lead-capped-and-expired-on",
  title: "Lead capped and expired to an end",
  codes: ["sequential-marketing", "marketing-loop", "missing-capped-way-out"],
  suits: (_, finding) => finding.severity !== "error",
  apply: (flow, { node }) =>
    node === null ? null : leadOn(flow, node, ["capped", "expired", "held"], "Not delivered"),
};
