import type { Person } from "@sluice/shared/protocol/values";

/** What a person is called: the name, else the number. */
export function personName(person: Pick<Person, "name" | "phone">): string {
  return person.name?.trim() || person.phone || "Somebody";
}

/** "Asha" of "Asha Menon"; a number stays whole. */
export function firstName(person: Pick<Person, "name" | "phone">): string {
  const name = personName(person);
  return name.startsWith("+") ? name : (name.split(/\s+/)[0] ?? name);
}
