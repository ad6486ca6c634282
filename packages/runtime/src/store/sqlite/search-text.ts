/** What a contact is found by: names without case and accents, numbers by their digits. */
import type { Contact } from "@sluice/shared/conversation/state";

export function searchText(contact: Pick<Contact, "name" | "identity">): string {
  const { phone, userId } = contact.identity;
  return [fold(contact.name ?? ""), phone ?? "", fold(userId ?? "")].join("\n");
}

/** `searchTerm("+55 11 90000-0001")` -> "+5511900000001"; `searchTerm(" José ")` -> "jose". Null: everybody. */
export function searchTerm(typed: string | null): string | null {
  const term = (typed ?? "").trim();
  if (term === "") return null;
  return /^[+\d\s().-]+$/.test(term) ? term.replace(/[^+\d]/g, "") || fold(term) : fold(term);
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
