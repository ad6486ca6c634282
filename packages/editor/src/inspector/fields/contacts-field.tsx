import { LIMITS } from "@sluice/shared/messages/limits";
import type { ContactCard } from "@sluice/shared/messages/outgoing";
import { TextField } from "../../ui/text-field.tsx";
import type { FieldProps } from "../field-props.ts";
import { itemsOf, ListRows } from "./list-rows.tsx";

/** Entries of an address book: name, company, a telephone, an e-mail address, a page. What else a card holds is kept. */
export function ContactsField({ meta, value, onChange, errors }: FieldProps) {
  return (
    <ListRows<ContactCard>
      label={meta.label}
      help={meta.help}
      error={errors.get("")}
      items={itemsOf<ContactCard>(value)}
      keyOf={(_, index) => String(index)}
      itemName={(index) => `contact ${index + 1}`}
      onChange={onChange}
      create={() => ({ name: "" })}
      addLabel="Add a contact"
      max={LIMITS.contacts.max}
    >
      {(card, index, set) => (
        <>
          <TextField
            label={`Name ${index + 1}`}
            hideLabel
            placeholder="name"
            value={card.name ?? ""}
            error={errors.get(`[${index}].name`)}
            onChange={(name) => set({ ...card, name })}
          />
          <TextField
            label={`Company ${index + 1}`}
            hideLabel
            placeholder="company"
            value={card.company ?? ""}
            error={errors.get(`[${index}].company`)}
            onChange={(company) => set(without(card, "company", company && { company }))}
          />
          <TextField
            label={`Telephone ${index + 1}`}
            hideLabel
            type="tel"
            placeholder="+55 11 …"
            value={card.phones?.[0]?.phone ?? ""}
            error={errors.get(`[${index}].phones[0].phone`)}
            onChange={(phone) => set(without(card, "phones", phone && { phones: first(card.phones, { phone }) }))}
          />
          <TextField
            label={`E-mail ${index + 1}`}
            hideLabel
            type="email"
            placeholder="e-mail"
            value={card.emails?.[0]?.email ?? ""}
            error={errors.get(`[${index}].emails[0].email`)}
            onChange={(email) => set(without(card, "emails", email && { emails: first(card.emails, { email }) }))}
          />
          <TextField
            label={`Page ${index + 1}`}
            hideLabel
            placeholder="https://"
            value={card.urls?.[0]?.url ?? ""}
            error={errors.get(`[${index}].urls[0].url`)}
            onChange={(url) => set(without(card, "urls", url && { urls: first(card.urls, { url }) }))}
          />
        </>
      )}
    </ListRows>
  );
}

/** The card with this part changed, or left out where nothing is written. */
function without(card: ContactCard, key: keyof ContactCard, change: Partial<ContactCard> | ""): ContactCard {
  const { [key]: _before, ...rest } = card;
  return { ...(rest as ContactCard), ...(change === "" ? {} : change) };
}

/** The list with its first item changed; its type ("WORK") and the others stay. */
function first<Item extends object>(items: readonly Item[] | undefined, change: Partial<Item> & object): Item[] {
  return [{ ...(items?.[0] as Item), ...change }, ...(items ?? []).slice(1)];
}
