import { expect, it } from "vitest";
import { plainText } from "../messages/outgoing.ts";
import { Simulator } from "../simulate/simulator.ts";

it.each([
  ["pt_BR", "R$ 1.299,00, 23 de nov."],
  ["de", "1.299,00 R$, 23 de Nov."],
  ["no language at all", "R$1,299.00, 23 de Nov"],
  [undefined, "R$1,299.00, 23 de Nov"],
])("a flow in %s writes money and dates as that language does", (language, text) => {
  const simulator = new Simulator({
    flow: {
      formatVersion: 1,
      id: "f",
      name: "F",
      ...(language === undefined ? {} : { language }),
      nodes: [
        { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
        {
          id: "say",
          type: "text",
          config: { text: "{{ format_currency(1299, 'BRL') }}, {{ format_date(now(), \"d 'de' MMM\") }}" },
        },
      ],
      edges: [{ id: "e", source: "in", sourceHandle: "next", target: "say" }],
    },
    contact: { phone: "+5511900000001" },
    start: 1_795_428_000_000,
  });
  simulator.say("hi");
  expect(simulator.sends.map(({ content }) => plainText(content))).toEqual([text]);
});
