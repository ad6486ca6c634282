/** The names of one person, as rows. */
import type { Identity } from "@sluice/shared/messages/incoming";

export type IdentityKind = "phone" | "user-id";

export function identitiesOf(identity: Identity): [kind: IdentityKind, value: string][] {
  const found: [IdentityKind, string][] = [];
  if (identity.phone !== undefined) found.push(["phone", identity.phone]);
  if (identity.userId !== undefined) found.push(["user-id", identity.userId]);
  return found;
}
