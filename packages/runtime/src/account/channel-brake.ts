/**
 * WhatsApp's own emergency brake. An error that stops the number or the account (WR §2: 190, 368, 131031, 131042, 131048 …)
 * pauses the channel where everybody sees it; what is queued stays queued. A person resumes it, or the webhook that says the
 * account is free again.
 */
import type { Json } from "@sluice/shared/flow/json";
import type { Clock } from "../clock.ts";
import { newId } from "../store/ids.ts";
import type { ChannelRecord, Notice, Store } from "../store/store.ts";
import { describeCode, stopsChannel } from "../whatsapp/error-codes.ts";
import type { AccountChanged, PhoneQualityChanged } from "../whatsapp/webhook-event.ts";

export interface ChannelBrakeSettings {
  store: Store;
  clock: Clock;
  channel(): ChannelRecord;
  /** The record changed: whatever runs sees it. */
  reload(): Promise<void>;
}

/** What WhatsApp says of a disabled account, in the words of its own error. */
const DISABLED = 368;

export class ChannelBrake {
  readonly #settings: ChannelBrakeSettings;
  #pausing: Promise<void> | null = null;

  constructor(settings: ChannelBrakeSettings) {
    this.#settings = settings;
  }

  /** A send met this code, or a webhook brought it. Resolves when the channel is paused, so that nothing else is tried. */
  async failed(code: number): Promise<void> {
    if (!stopsChannel(code) || this.#settings.channel().pausedAt !== null) return;
    this.#pausing ??= this.#pause(code).finally(() => {
      this.#pausing = null;
    });
    await this.#pausing;
  }

  /** `account_update` and its kin (WR §6): kept as a notice, and acted on where it says that sending ended or may go on. */
  async accountChanged(event: AccountChanged): Promise<void> {
    const facts = readAccountUpdate(event);
    await this.#note({ code: facts.code, params: facts.params });
    if (facts.stops) await this.failed(DISABLED);
    if (facts.frees) await this.#free();
  }

  async qualityChanged(event: PhoneQualityChanged): Promise<void> {
    const { event: what, currentLimit } = event;
    await this.#note({ code: "phone-quality", params: { event: what, limit: currentLimit ?? null } });
  }

  /** Kept with its webhook; people are told once, until they put the notice away. */
  async unknown(field: string): Promise<void> {
    const { store, channel } = this.#settings;
    const known = await store.notices(`channel:${channel().id}`);
    if (known.some(({ code, params }) => code === "unknown-webhook" && params["field"] === field)) return;
    await this.#note({ code: "unknown-webhook", params: { field } });
  }

  async #pause(code: number): Promise<void> {
    const { store, clock, channel, reload } = this.#settings;
    const { title, forPeople } = describeCode(code);
    await store.saveChannel({
      ...channel(),
      pausedAt: clock.now(),
      pausedBy: `WhatsApp error ${code}: ${title}`,
      pausedReason: forPeople,
      pausedCode: code,
    });
    await reload();
  }

  /** Only what WhatsApp stopped, never what a person paused. */
  async #free(): Promise<void> {
    const { store, channel, reload } = this.#settings;
    const record = channel();
    if (record.pausedAt === null || record.pausedCode === null) return;
    await store.saveChannel({ ...record, pausedAt: null, pausedBy: null, pausedReason: null, pausedCode: null });
    await reload();
  }

  async #note(what: Pick<Notice, "code" | "params">): Promise<void> {
    const { store, clock, channel } = this.#settings;
    const at = clock.now();
    await store.addNotice({ id: newId("n", at), subject: `channel:${channel().id}`, at, ...what });
  }
}

interface AccountFacts {
  code: string;
  params: Record<string, Json>;
  stops: boolean;
  frees: boolean;
}

/** A total reading: what is not known becomes a notice that names the event. */
function readAccountUpdate({ event, field, raw }: Pick<AccountChanged, "event" | "field" | "raw">): AccountFacts {
  const facts = (code: string, params: Record<string, Json> = {}, rest: Partial<AccountFacts> = {}): AccountFacts => ({
    code,
    params,
    stops: false,
    frees: false,
    ...rest,
  });
  switch (event) {
    case "ACCOUNT_RESTRICTION": {
      const restrictions = textsIn(raw, "restriction_info", "restriction_type");
      const nothingGoes =
        restrictions.includes("RESTRICTED_BIZ_INITIATED_MESSAGING") &&
        restrictions.includes("RESTRICTED_CUSTOMER_INITIATED_MESSAGING");
      return facts("account-restricted", { restrictions }, { stops: nothingGoes });
    }
    case "DISABLED_UPDATE": {
      const [state = ""] = textsIn(raw, "ban_info", "waba_ban_state");
      if (state === "REINSTATE") return facts("account-reinstated", {}, { frees: true });
      return facts("account-disabled", { state }, { stops: state === "DISABLE" });
    }
    case "ACCOUNT_REINSTATED":
      return facts("account-reinstated", {}, { frees: true });
    case "ACCOUNT_DELETED":
    case "ACCOUNT_OFFBOARDED":
      return facts("account-gone", { event }, { stops: true });
    case "ACCOUNT_VIOLATION": {
      const [violation = ""] = textsIn(raw, "violation_info", "violation_type");
      return facts("account-violation", { violation });
    }
    default:
      return facts("account-event", { event, field });
  }
}

/** The values of `key` in the object or the list of objects under `name`. */
function textsIn(raw: Json, name: string, key: string): string[] {
  const value = isObject(raw) ? raw[name] : undefined;
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.flatMap((item) => {
    const text = isObject(item) ? item[key] : undefined;
    return typeof text === "string" ? [text] : [];
  });
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
