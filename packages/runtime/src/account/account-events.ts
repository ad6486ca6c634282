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
  onError(error: unknown): void;
}

const PAUSED = 132015;
/** A webhook can be lost: while a template is stopped, the account is asked now and then (a pause takes 3 or 6 hours, WR §5.1). */
const ASK_AGAIN = 30 * MINUTE;

export function accountEvents(settings: AccountSettings): AccountEvents {
  const { store, clock, channel, watch, templates, reload, onError } = settings;
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
    qualityChanged: (event) => brake.qualityChanged(event),
    async failed(code, message) {
      await brake.failed(code);
      if (message) await templateFailed(code, message);
    },
  };
}

function isStopped(status: string): boolean {
  return status === "PAUSED" || status === "DISABLED";
}
