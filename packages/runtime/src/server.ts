/** Builds everything and listens. The only file that constructs things; main.ts calls it, and so do the tests that want the real server. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { emulatorRouter } from "@sluice/emulator/http";
import { formatInstant } from "@sluice/shared/time/instant";
import type { Logger } from "pino";
import { accountEvents } from "./account/account-events.ts";
import { limitsOf, NumberFacts } from "./account/number-facts.ts";
import { TemplateWatch } from "./account/template-watch.ts";
import { channelFor } from "./channel.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { changeFeed, changeOf } from "./conversation/change-feed.ts";
import { HttpCalls } from "./conversation/commands/call-http.ts";
import { Conversations } from "./conversation/conversations.ts";
import { PublishedFlows } from "./conversation/published-flows.ts";
import { Receiver } from "./conversation/receive.ts";
import { Schedules } from "./conversation/schedules.ts";
import { Timers } from "./conversation/timers.ts";
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
import { Acknowledge } from "./outbox/acknowledge.ts";
import { Outbox } from "./outbox/outbox.ts";
import type { Services } from "./services.ts";
import { attachSockets } from "./socket/sockets.ts";
import { claimDatabase } from "./store/sqlite/claim-database.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import type { InboxRow, Store } from "./store/store.ts";
import { TemplateService } from "./template-service.ts";
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
  const record = await channelFor(store, whatsapp);
  const flows = await PublishedFlows.load(store, clock, record);
  crashpoint("start-flows-loaded");
  const changes = changeFeed();
  const readiness = new Readiness(store);
  const loopLag = new LoopLag();
  const metrics = new Metrics(store, clock);
  const onError = (error: unknown, about: object = {}) => log.error({ err: error, ...about }, "unexpected error");

  const conversations = new Conversations(store, flows, clock, (contact, plan, inbound) => {
    outbox.noticed(contact, plan);
    acknowledge.noticed(plan, inbound);
    timers.noticed(plan);
    calls.noticed(contact, plan);
    changes.publish(changeOf(contact, plan));
    metrics.decided(plan);
    logTurn(log, contact, plan);
  });
  const acknowledge = new Acknowledge({
    clock,
    channel: () => flows.record,
    send: (body) => client.acknowledge(whatsapp.phoneNumberId, body),
    failed: (code) => account.failed(code, null),
    onError,
  });
  const outbox = new Outbox({
    store,
    conversations,
    clock,
    appSecret: whatsapp.appSecret,
    send: async (body) => {
      const outcome = await client.send(whatsapp.phoneNumberId, body);
      metrics.sent(outcome);
      return outcome;
    },
    failed: (code, message) => account.failed(code, message),
    limits: () => limitsOf(flows.record),
    isPaused: (flow) => flows.record.pausedAt !== null || (flow !== null && flows.isPaused(flow)),
    onError,
  });
  const timers = new Timers({ store, conversations, clock, onError, fired: (late) => metrics.timerFired(late) });
  const calls = new HttpCalls({
    store,
    conversations,
    clock,
    perform: (call, stopped) => callWeb(call, { allowed: config.callable ?? null }, stopped),
    onError,
  });
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
  const schedules = new Schedules({
    store,
    conversations,
    clock,
    channel: () => record.id,
    entries: () => flows.entries(),
    onError,
    onMissed: (schedule, occurrence) =>
      log.warn({ schedule, occurrence: formatInstant(occurrence) }, "scheduled starts were missed: nobody was started"),
  });
  const watch = new TemplateWatch({ store, clock, channel: () => flows.record });
  const templates = new TemplateService({
    store,
    client,
    clock,
    channel: record.id,
    wabaId: whatsapp.wabaId,
    emulated: demo !== null,
    compared: (before, after) => watch.compared(before, after),
  });

  const reload = async () => {
    await flows.reload();
    crashpoint("reload-flows");
    await schedules.reload();
    changes.publish({ settings: true });
    await decideHeldAnew(store, conversations, clock);
    crashpoint("reload-decided");
    outbox.wakeAll();
  };
  const number = new NumberFacts({
    store,
    client,
    clock,
    channel: () => flows.record,
    replace: async (record) => {
      await flows.replaceRecord(record);
      changes.publish({ settings: true });
    },
    onError,
  });
  const account = accountEvents({
    store,
    clock,
    channel: () => flows.record,
    watch,
    templates,
    reload,
    paceMet: (code) => outbox.met(code),
    learn: (facts) => number.learn(facts),
    onError,
  });
  const services: Services = {
    store,
    clock,
    channel: () => flows.record,
    act: (contact, event) => conversations.act(contact, event),
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
  const receiver = new Receiver({
    store,
    conversations,
    clock,
    channel: () => record.id,
    phoneNumberId: whatsapp.phoneNumberId,
    appSecret: whatsapp.appSecret,
    account,
    onError,
  });
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

  demo?.clock.onSettle(async () => {
    const busy = await Promise.all([
      receiver.idle(),
      conversations.idle(),
      outbox.idle(),
      acknowledge.idle(),
      timers.idle(),
      schedules.idle(),
      calls.idle(),
    ]);
    return busy.some(Boolean);
  });
  demo?.clock.onMove((now) => void store.saveSetting(DEMO_AHEAD, String(now - Date.now())).catch(onError));
  if (demo) demo.emulator.world.callback = `${origin}${WEBHOOK_PATH}`;
  // First what was in flight when the process died: after it, what is in flight is this process's own.
  const sends = await outbox.resume();
  const resumed = { ...sends, inbox: await receiver.resume() };
  crashpoint("start-resumed");
  const owed = await calls.resume();
  await timers.start();
  await schedules.start();
  void number.read();
  retention.start();
  readiness.started();
  crashpoint("start-done");
  if (resumed.inbox + resumed.queued + resumed.unknown + owed > 0)
    log.info({ ...resumed, calls: owed }, "went on where the last run stopped");

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
      await schedules.stop();
      await timers.stop();
      await calls.stop();
      await retention.stop();
      await receiver.stop();
      crashpoint("stop-received");
      // What has no answer by then ends as unknown, which is written down; killed, it would be the same.
      const giveUp = setTimeout(() => client.close(), ANSWERS_WITHIN);
      await outbox.stop();
      clearTimeout(giveUp);
      await conversations.idle();
      crashpoint("stop-sent");
      demo?.emulator.close();
      demo?.clock.close();
      client.close();
      await acknowledge.idle();
      await number.stop();
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

/** D13: settings, templates or a pause changed. */
async function decideHeldAnew(store: Store, conversations: Conversations, clock: Clock): Promise<void> {
  let cursor: string | null = null;
  do {
    const page = await store.conversations("held", cursor, 200, clock.now());
    await Promise.all(page.items.map(({ contact }) => conversations.act(contact.id, { kind: "policy-changed" })));
    cursor = page.next;
  } while (cursor !== null);
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
