import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { ContactCard, ContactsContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { passingFacts, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";
import { resolveTexts, textsIn } from "../texts-in.ts";

const word = filledText(500).optional();
const several = <Shape extends z.ZodRawShape>(shape: Shape) => z.array(z.strictObject(shape)).max(20).optional();

const card = z.strictObject({
  name: filledText(500, 1),
  firstName: word,
  middleName: word,
  lastName: word,
  prefix: word,
  suffix: word,
  company: word,
  department: word,
  title: word,
  birthday: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, "a day such as 1990-05-17")
    .optional(),
  phones: several({ phone: filledText(100, 1), type: word, waId: word }),
  emails: several({ email: filledText(320, 1), type: word }),
  urls: several({ url: filledText(2_000, 1), type: word }),
  addresses: several({
    street: word,
    city: word,
    state: word,
    zip: word,
    country: word,
    countryCode: word,
    type: word,
  }),
});

const schema = z.strictObject({
  contacts: field(z.array(card).min(LIMITS.contacts.min).max(10), {
    label: "Contacts",
    help: "One to five. The person can save them.",
    widget: "contacts",
  }),
});
type Config = z.infer<typeof schema>;

function content({ contacts }: Config, resolve: (text: string) => string): ContactsContent {
  // Optional fields may be undefined in the config's type; resolveTexts leaves those out.
  return { kind: "contacts", contacts: resolveTexts(contacts, resolve) as ContactCard[] };
}

export const contactCard: NodeDefinition<Config> = {
  type: "contact-card",
  title: "Contact card",
  group: "message",
  icon: "contact",
  help: "Sends one to five entries of an address book, for example the shop's telephone.",
  schema,
  initial: { contacts: [{ name: "Our shop", phones: [{ phone: "+5511900000000", type: "WORK" }] }] },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }, WINDOW_CLOSED],
  facts: (config) => passingFacts(textsIn(config)),
  summary: () => "",
  kindLine: () => "Contact card · free-form",
  preview: (config) => ({ content: content(config, (text) => text) }),
  run: (context) =>
    sendFreeForm(
      context,
      content(context.config, (text) => context.resolve.text(text)),
      () => ({ go: "next" }),
    ),
};
