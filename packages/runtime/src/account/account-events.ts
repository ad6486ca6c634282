/** What happens to the account, its number and its templates, and what follows from it: told by webhooks and by failed sends. */
import type { Message } from "@sluice/shared/conversation/message";
import { MINUTE } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import type { AccountEvents } from "../conversation/receive.ts";
import type { ChannelRecord, Store } from "../store/store.ts";
import type { TemplateService } from "../template-service.ts";
import { describeCode } from "../whatsapp/error-codes.ts";
import { ChannelBrake } from "./channel-brake.ts";
import type { TemplateWatch } from "./template-watch.ts";

export interface AccountSettings {
  store: Store;
  clock: Clock;
  channel(): ChannelRecord;
  watch: TemplateWatch;
  templates: Pick<TemplateService, "sync">;
  /** Whatever runs sees the change, and what is held is decided anew. */
  reload(): Promise<void>;
  /** A code that concerns the pace came without a call of ours. */
  paceMet(code: number): void;
  learn(facts: Partial<ChannelRecord>): Promise<void>;
  onError(error: unknown): void;
}

const PAUSED = 132015;
const MOST_PEOPLE = "max_daily_conversations_per_business";
/** A webhook can be lost: while a template is stopped, the account is asked now and then (a pause takes 3 or 6 hours, WR §5.1). */
const ASK_AGAIN = 30 * MINUTE;

export function accountEvents(settings: AccountSettings): AccountEvents {
  const { store, clock, channel, watch, templates, reload, paceMet, learn, onError } = settings;
  const brake = new ChannelBrake({ store, clock, channel, reload });
  let asking = false;

  const askLater = () => {
    if (asking) return;
    asking = true;
    clock.schedule(clock.now() + ASK_AGAIN, async () => {
      asking = false;
      try {
        await templates.sync();
        await reload();
      } catch (error) {
        onError(error);
      }
      const stopped = (await store.templates(channel().id)).some(({ template }) => isStopped(template.status));
      if (stopped) askLater();
    });
  };

  const templateFailed = async (code: number, message: Message) => {
    if (message.content.kind !== "template" || describeCode(code).stops !== "template") return;
    const status = code === PAUSED ? "PAUSED" : "DISABLED";
    const { name, language } = message.content;
    const known = (await store.templates(channel().id)).find(
      ({ template }) => template.name === name && template.language === language,
    );
    if (known?.template.status === status) return;
    await watch.stopped(name, language, status);
    await reload();
    askLater();
  };

  return {
    async templateChanged(event) {
      const isTold = event.type === "template-status" || event.type === "template-category";
      // Of other changes, and of templates we never saw, the webhook tells too little.
      if (!isTold || !(await watch.told(event))) await templates.sync();
      await reload();
      if (event.type === "template-status" && isStopped(event.status.toUpperCase())) askLater();
    },
    accountChanged: (event) => brake.accountChanged(event),
    async qualityChanged(event) {
      // Old webhooks name the portfolio's limit here, new ones the throughput (WR §6).
      if (event.currentLimit?.startsWith("TIER_")) await learn({ messagingLimit: event.currentLimit });
      if (event.event === "THROUGHPUT_UPGRADE") await learn({ throughput: "HIGH" });
      await brake.qualityChanged(event);
    },
    async capabilityChanged({ raw }) {
      const most = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? raw[MOST_PEOPLE] : undefined;
      if (typeof most === "number") await learn({ messagingLimit: most < 0 ? "TIER_UNLIMITED" : `TIER_${most}` });
    },
    unknownReceived: ({ field }) => brake.unknown(field),
    async failed(code, message) {
      paceMet(code);
      await brake.failed(code);
      if (message) await templateFailed(code, message);
    },
  };
}

function isStopped(status: string): boolean {
  return status === "PAUSED" || status === "DISABLED";
}
