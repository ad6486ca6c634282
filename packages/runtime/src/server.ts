/** Builds everything and listens. The only file that constructs things; main.ts calls it, and so do the tests that want the real server. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { emulatorRouter } from "@sluice/emulator/http";
import { formatInstant } from "@sluice/shared/time/instant";
import type { Logger } from "pino";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { buildCore } from "./core.ts";
import { crashpoint } from "./crashpoint.ts";
import { createDemo, type Demo, EMULATOR_PATH } from "./demo.ts";
import { callWeb } from "./egress/call-web.ts";
import { createApp } from "./http/app.ts";
import { createLog } from "./operations/log.ts";
import { logTurn } from "./operations/log-turn.ts";
import { LoopLag } from "./operations/loop-lag.ts";
import { Metrics } from "./operations/metrics.ts";
import { Readiness } from "./operations/readiness.ts";
import { Retention, USUAL_RETENTION } from "./operations/retention.ts";
import type { Services } from "./services.ts";
import { attachSockets } from "./socket/sockets.ts";
import { claimDatabase } from "./store/sqlite/claim-database.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import type { InboxRow, Store } from "./store/store.ts";
import { WEBHOOK_PATH, webhookFront } from "./webhook/front.ts";
import { GroupCommit } from "./webhook/group-commit.ts";
import { WhatsAppClient } from "./whatsapp/client.ts";

/** How far a demo's clock was moved ahead of the machine's, in milliseconds. */
const DEMO_AHEAD = "demo-clock-ahead";
/** Of a stop, which may take ten seconds in all: for requests under way, then for the answers to sends. */
const CLOSE_WITHIN = 2_000;
const ANSWERS_WITHIN = 5_000;

export interface RunningServer {
  url: string;
  port: number;
  services: Services;
  /** Takes nothing new, lets what is in flight end, closes the store. */
  stop(): Promise<void>;
}

export interface ServerFolders {
  /** The editor's build, or null to serve the API alone. */
  editor: string | null;
  examples: string;
}

export async function startServer(config: Config, folders: ServerFolders): Promise<RunningServer> {
  const log = createLog(config.logLevel, config.whatsapp?.appSecret ?? "emulator");
  // Keys are dated by the clock that they are swept by; in a demo it is known only when the store is open.
  const time: { clock: Clock } = { clock: systemClock };
  const store = openClaimed(config.database, () => time.clock.now());
  try {
    const erased = await store.eraseAgain(Date.now());
    if (erased > 0)
      log.warn({ erased }, "the database is older than its list of erased people: those it had again are erased");
    return await build(config, folders, store, log, time);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function build(
  config: Config,
  folders: ServerFolders,
  store: Store,
  log: Logger,
  time: { clock: Clock },
): Promise<RunningServer> {
  const demo = config.whatsapp
    ? null
    : createDemo(
        await storyTime(store),
        config.database === ":memory:" ? null : join(dirname(config.database), "emulator.json"),
      );
  const clock: Clock = demo ? demo.clock : systemClock;
  time.clock = clock;
  const server = createServer();
  const port = await listen(server, config);
  const origin = `http://127.0.0.1:${port}`;
  const whatsapp = config.whatsapp ?? (demo as Demo).settings(origin);
  crashpoint("start-listening");

  const client = new WhatsAppClient({ baseUrl: whatsapp.apiUrl, version: whatsapp.apiVersion, token: whatsapp.token });
  const readiness = new Readiness(store);
  const loopLag = new LoopLag();
  const metrics = new Metrics(store, clock);
  const onError = (error: unknown, about: object = {}) => log.error({ err: error, ...about }, "unexpected error");
  const core = await buildCore({
    store,
    clock,
    client,
    whatsapp,
    callWeb: (call, stopped) => callWeb(call, { allowed: config.callable ?? null }, stopped),
    emulated: demo !== null,
    observer: {
      committed: (contact, plan) => {
        metrics.decided(plan);
        logTurn(log, contact, plan);
      },
      sent: (outcome, message) => metrics.sent(outcome, message),
      timerFired: (late) => metrics.timerFired(late),
      scheduleMissed: (schedule, occurrence) =>
        log.warn(
          { schedule, occurrence: formatInstant(occurrence) },
          "scheduled starts were missed: nobody was started",
        ),
    },
    onError,
  });
  const { flows, conversations, receiver, templates, changes, reload } = core;
  const retention = new Retention({
    store,
    clock,
    periods: config.retention ?? USUAL_RETENTION,
    swept: (swept) => {
      const any = swept.webhooks + swept.eventKeys + swept.answers > 0;
      log[any ? "info" : "debug"](swept, "what was kept long enough is deleted");
    },
    onError,
  });
  const services: Services = {
    store,
    clock,
    channel: () => flows.record,
    act: (contact, event) => conversations.act(contact, event),
    forecast: (contact, start) => conversations.forecast(contact, start),
    reload,
    ensureTemplates: (flow) => templates.ensure(flow),
    syncTemplates: () => templates.sync(),
    erase: async (contact) => {
      const erased = await conversations.alone(contact, () => store.eraseContact(contact, clock.now()));
      changes.publish({ settings: true });
      return erased;
    },
    operations: {
      loopLag: () => loopLag.worst(),
      ready: () => readiness.report(),
      metrics: () => metrics.text(),
    },
    changes,
    emulated: demo !== null,
  };
  const inbox = new GroupCommit<InboxRow>((rows) => store.appendInbox(rows));
  const front = webhookFront({
    appSecret: whatsapp.appSecret,
    verifyToken: whatsapp.verifyToken,
    clock,
    inbox,
    received: (row) => receiver.take(row),
    answered: (outcome, took) => metrics.webhook(outcome, took),
    onError,
  });
  const hosts = config.publicUrl === null ? [] : [new URL(config.publicUrl).hostname];
  const app = createApp(services, {
    editorDir: folders.editor,
    examplesDir: folders.examples,
    hosts,
    onFault: (error, number) => onError(error, { number }),
    mounts: demo ? [{ path: EMULATOR_PATH, router: emulatorRouter(demo.emulator) }] : [],
  });
  const sockets = attachSockets(server, services, hosts);
  server.on("request", (request, response) => {
    // Who keeps a connection would keep us: it is told to take a new one, which leads to our successor.
    if (readiness.stopping) response.setHeader("connection", "close");
    if (request.url?.startsWith(WEBHOOK_PATH)) front(request, response);
    else if (!request.url?.startsWith("/socket.io/")) app(request, response);
  });

  demo?.clock.onSettle(() => core.idle());
  demo?.clock.onMove((now) => void store.saveSetting(DEMO_AHEAD, String(now - Date.now())).catch(onError));
  if (demo) demo.emulator.world.callback = `${origin}${WEBHOOK_PATH}`;
  const resumed = await core.resume();
  void core.number.read();
  retention.start();
  readiness.started();
  crashpoint("start-done");
  if (resumed.inbox + resumed.queued + resumed.unknown + resumed.calls > 0)
    log.info(resumed, "went on where the last run stopped");

  return {
    url: origin,
    port,
    services,
    async stop() {
      log.info("stopping: nothing new is taken, what is under way comes to its end");
      readiness.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const hurry = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN);
      await Promise.all([closed, sockets.close()]);
      clearTimeout(hurry);
      crashpoint("stop-closed");
      await core.schedules.stop();
      await core.idleSessions.stop();
      await core.timers.stop();
      await core.calls.stop();
      await retention.stop();
      await receiver.stop();
      crashpoint("stop-received");
      // What has no answer by then ends as unknown, which is written down; killed, it would be the same.
      const giveUp = setTimeout(() => client.close(), ANSWERS_WITHIN);
      await core.outbox.stop();
      clearTimeout(giveUp);
      await conversations.idle();
      crashpoint("stop-sent");
      demo?.emulator.close();
      demo?.clock.close();
      client.close();
      await core.acknowledge.idle();
      await core.number.stop();
      loopLag.close();
      metrics.close();
      await store.close();
    },
  };
}

/** For this process alone, until it is closed. */
function openClaimed(path: string, now: () => number): Store {
  const release = claimDatabase(path);
  try {
    const store = openSqliteStore(path, { now });
    return { ...store, close: () => store.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** A demo whose clock was moved ahead goes on from there after a restart: what is stored must not lie in its future. */
async function storyTime(store: Store): Promise<number | undefined> {
  const ahead = Number((await store.setting(DEMO_AHEAD)) ?? 0);
  return ahead > 0 ? Date.now() + ahead : undefined;
}

function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => resolve((server.address() as AddressInfo).port));
  });
}
