/** Many changes of a short while told as one, so that a campaign does not flood the screens that are open. */
import type { ChangeNotice } from "@sluice/shared/protocol/socket";
import type { ChangeFeed } from "../services.ts";

type Change = Parameters<ChangeFeed["publish"]>[0];

/** More ids than a screen would ask for one by one: then everything is stale. */
const MOST_IDS = 500;

export class Gathering {
  readonly #pause: number;
  readonly #tell: (notice: ChangeNotice) => void;
  readonly #ids = {
    contacts: new Set<string>(),
    flows: new Set<string>(),
    sessions: new Set<string>(),
    messages: new Set<string>(),
  };
  #settings = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(pause: number, tell: (notice: ChangeNotice) => void) {
    this.#pause = pause;
    this.#tell = tell;
  }

  add(change: Change): void {
    if ("settings" in change) this.#settings = true;
    else if ("flow" in change) this.#ids.flows.add(change.flow);
    else {
      this.#ids.contacts.add(change.contact);
      for (const flow of change.flows) this.#ids.flows.add(flow);
      for (const session of change.sessions) this.#ids.sessions.add(session);
      for (const message of change.messages) this.#ids.messages.add(message);
    }
    this.#timer ??= setTimeout(() => this.#flush(), this.#pause);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #flush(): void {
    this.#timer = null;
    const { contacts, flows, sessions, messages } = this.#ids;
    const flood = contacts.size + sessions.size + messages.size > MOST_IDS;
    this.#tell({
      contacts: flood ? [] : [...contacts],
      flows: [...flows],
      sessions: flood ? [] : [...sessions],
      messages: flood ? [] : [...messages],
      settings: this.#settings || flood,
    });
    for (const ids of Object.values(this.#ids)) ids.clear();
    this.#settings = false;
  }
}
