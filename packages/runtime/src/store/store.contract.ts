/**
 * What every store must do, in the words of store.ts. Run against each implementation, no mocks:
 * `storeContract("sqlite", () => openSqliteStore(":memory:"))`.
 */
import { afterEach, beforeEach, describe } from "vitest";
import { contactsContract } from "./contract/contacts.contract.ts";
import { costsContract } from "./contract/costs.contract.ts";
import { flowsContract } from "./contract/flows.contract.ts";
import { inboxContract } from "./contract/inbox.contract.ts";
import { joinContract } from "./contract/join.contract.ts";
import { mediaContract } from "./contract/media.contract.ts";
import { noticesContract } from "./contract/notices.contract.ts";
import { operationsContract } from "./contract/operations.contract.ts";
import { peopleContract } from "./contract/people.contract.ts";
import { settingsContract } from "./contract/settings.contract.ts";
import { timelineContract } from "./contract/timeline.contract.ts";
import { turnsContract } from "./contract/turns.contract.ts";
import { turnsPropertyContract } from "./contract/turns-property.contract.ts";
import { workContract } from "./contract/work.contract.ts";
import type { Store } from "./store.ts";

/** `open` gives an empty store each time. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`store contract: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const current = () => store;
    inboxContract(current);
    contactsContract(current);
    joinContract(current);
    turnsContract(current);
    workContract(current);
    timelineContract(current);
    peopleContract(current);
    costsContract(current);
    flowsContract(current);
    noticesContract(current);
    mediaContract(current);
    operationsContract(current);
    settingsContract(current);
    turnsPropertyContract(open);
  });
}
