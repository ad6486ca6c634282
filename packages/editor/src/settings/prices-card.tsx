import { priceRulesAt } from "@sluice/shared/costs/price-rules";
import { sayMoney } from "@sluice/shared/costs/rates";
import type { ChannelView } from "@sluice/shared/protocol/channel";
import type { CostsView } from "@sluice/shared/protocol/cost";
import { useState } from "react";
import { useChannelChange } from "../api/channels.ts";
import { useCosts } from "../api/costs.ts";
import { useNow } from "../app/now.ts";
import { Button } from "../ui/button.tsx";
import { Fault } from "../ui/fault.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { TextArea, TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";
import { RATE_EXAMPLE, readRates, writeRates } from "./rate-lines.ts";

/** What messages cost this month, and what WhatsApp asks for one (E3). */
export function PricesCard({ channel }: { channel: ChannelView }) {
  const now = useNow(60_000);
  const rules = priceRulesAt(now);
  return (
    <section className="panel-card" aria-labelledby={`prices ${channel.id}`}>
      <h2 id={`prices ${channel.id}`}>Prices</h2>
      <p>
        {rules.says} In force since {rules.from}; WhatsApp’s own word in its receipts goes before them.
      </p>
      <div className="inside">
        <ThisMonth />
        <Rates key={JSON.stringify(channel.rates)} channel={channel} />
      </div>
    </section>
  );
}

function ThisMonth() {
  const costs = useCosts();
  if (costs.isPending) return <Skeleton label="costs" rows={1} />;
  if (costs.isError)
    return <Fault title="The costs could not be added up." error={costs.error} onRetry={() => void costs.refetch()} />;
  const { total, groups, freeForm } = costs.data;
  return (
    <div>
      <h3 className="font-medium">This month</h3>
      <p className="num">{total.sentence}</p>
      {freeForm?.of != null && (
        <p className="quiet num">
          {freeForm.count.toLocaleString("en")} of {freeForm.of.toLocaleString("en")} free free-form messages are used.
        </p>
      )}
      {groups.length > 0 && (
        <table className="cost-table num">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">To</th>
              <th scope="col">Delivered</th>
              <th scope="col">Charged</th>
              <th scope="col">Costs</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={`${group.category} ${group.country}`}>
                <td>{CATEGORY_WORDS[group.category]}</td>
                <td>{group.country ?? "unknown"}</td>
                <td>{group.count}</td>
                <td>{group.billed}</td>
                <td>{amountWords(group, total.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const CATEGORY_WORDS: Record<CostsView["groups"][number]["category"], string> = {
  marketing: "Marketing",
  utility: "Utility",
  authentication: "Authentication",
  "authentication-international": "Authentication, international",
  service: "Free-form",
};

function amountWords({ billed, amount }: CostsView["groups"][number], currency: string | null): string {
  if (billed === 0) return "nothing";
  return amount === null || currency === null ? "no price set" : sayMoney(amount, currency);
}

/** Text, because prices come as tables; nothing is saved that cannot be read. */
function Rates({ channel }: { channel: ChannelView }) {
  const change = useChannelChange();
  const saved = { currency: channel.rates?.currency ?? "USD", lines: writeRates(channel.rates?.lines ?? []) };
  const [currency, setCurrency] = useState(saved.currency);
  const [text, setText] = useState(saved.lines);
  const read = readRates(text);
  const wrong = "wrong" in read ? read.wrong : null;
  const validCurrency = /^[A-Z]{3}$/.test(currency);
  const isChanged = text !== saved.lines || (currency !== saved.currency && text.trim() !== "");
  const save = () => {
    if ("wrong" in read) return;
    const rates = read.lines.length === 0 ? null : { currency, lines: read.lines };
    change.mutate(
      { id: channel.id, change: { rates } },
      { onSuccess: () => say(rates ? "The prices were saved." : "No prices are set now.") },
    );
  };
  return (
    <div className="grid gap-2">
      <TextField
        label="Currency"
        value={currency}
        onChange={(next) => setCurrency(next.toUpperCase())}
        maxLength={3}
        error={validCurrency ? null : "Three letters, such as USD."}
      />
      <TextArea
        label="Price of one message"
        hint={`Country, first day, marketing, utility, authentication: ${RATE_EXAMPLE}. * is every other country. WhatsApp Manager shows yours; none are built in.`}
        error={wrong}
        rows={4}
        value={text}
        onChange={setText}
      />
      {isChanged && (
        <div className="acts">
          <Button variant="primary" disabled={wrong !== null || !validCurrency || change.isPending} onClick={save}>
            Save prices
          </Button>
          <Button
            variant="ghost"
            onClick={() => {
              setText(saved.lines);
              setCurrency(saved.currency);
            }}
          >
            Take back
          </Button>
        </div>
      )}
    </div>
  );
}
