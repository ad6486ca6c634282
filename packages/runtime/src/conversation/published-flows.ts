/** The world that decisions look at: the channel, what is published on it, and the revisions that sessions are pinned to. */
import type { ContactState } from "@sluice/shared/conversation/state";
import type { Channel, EntryPoint, World } from "@sluice/shared/conversation/world";
import { type CompiledFlow, compileFlow } from "@sluice/shared/engine/compile-flow";
import type { Template } from "@sluice/shared/flow/template";
import type { Trigger } from "@sluice/shared/nodes/entry/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { policyOf } from "../channel-policy.ts";
import type { Clock } from "../clock.ts";
import { newId } from "../store/ids.ts";
import type { ChannelRecord, Store } from "../store/store.ts";

export class PublishedFlows implements World {
  readonly #store: Store;
  readonly #clock: Clock;
  #compiled = new Map<string, CompiledFlow>();
  /** Revisions that are asked for and no longer exist. */
  #gone = new Set<string>();
  #record: ChannelRecord;
  #channel: Channel;
  #entries: EntryPoint[] = [];
  #paused = new Set<string>();
  #published = new Map<string, CompiledFlow>();
  #templates: Template[] = [];
  #reloading: Promise<void> = Promise.resolve();

  private constructor(store: Store, clock: Clock, record: ChannelRecord) {
    this.#store = store;
    this.#clock = clock;
    this.#record = record;
    this.#channel = channelOf(record);
  }

  static async load(store: Store, clock: Clock, record: ChannelRecord): Promise<PublishedFlows> {
    const flows = new PublishedFlows(store, clock, record);
    await flows.reload();
    return flows;
  }

  get record(): ChannelRecord {
    return this.#record;
  }

  /** Changes of the record that no decision depends on need no reload. */
  replaceRecord(record: ChannelRecord): Promise<void> {
    this.#reloading = this.#reloading.then(() => {
      this.#record = record;
      this.#channel = channelOf(record);
    });
    return this.#reloading;
  }

  /**
   * Reads channel, templates and publications again. Compiled flows are made anew: templates may have changed (D16). All is
   * read before anything is replaced: turns go on meanwhile and must see the world before or the world after, whole.
   */
  reload(): Promise<void> {
    // One after the other: what was read first must not replace what was read later.
    const next = this.#reloading.then(() => this.#reload());
    this.#reloading = next.catch(() => {});
    return next;
  }

  async #reload(): Promise<void> {
    const record = (await this.#store.channels()).find((channel) => channel.id === this.#record.id) ?? this.#record;
    const templates = (await this.#store.templates(record.id)).map(({ template }) => template);
    const publications = await this.#store.publications(record.id);
    const documents = await Promise.all(publications.map(({ flow, revision }) => this.#store.revision(flow, revision)));
    const compiled = new Map<string, CompiledFlow>();
    const entries: EntryPoint[] = [];
    const published = new Map<string, CompiledFlow>();
    publications.forEach(({ flow, revision, paused }, index) => {
      const document = documents[index]?.document;
      if (!document) return;
      const made = compileFlow(document, nodeType, revision, templates);
      compiled.set(key(flow, revision), made);
      if (paused) return;
      entries.push(...entriesOf(made, flow));
      published.set(flow, made);
    });
    this.#record = record;
    this.#channel = channelOf(record);
    this.#templates = templates;
    this.#compiled = compiled;
    this.#gone = new Set();
    this.#paused = new Set(
      publications.filter((publication) => publication.paused).map((publication) => publication.flow),
    );
    this.#entries = entries;
    this.#published = published;
  }

  /** Makes `flow(id, revision)` answer; a decision must find every revision it can need in memory. */
  async ensure(flow: string, revision: number): Promise<CompiledFlow | null> {
    const known = this.flow(flow, revision);
    if (known) return known;
    const stored = await this.#store.revision(flow, revision);
    if (!stored) {
      this.#gone.add(key(flow, revision));
      return null;
    }
    const compiled = compileFlow(stored.document, nodeType, revision, this.#templates);
    this.#compiled.set(key(flow, revision), compiled);
    return compiled;
  }

  async ensureFor(state: ContactState): Promise<void> {
    for (const { flow, revision } of revisionsOf(state)) await this.ensure(flow, revision);
  }

  /** Could a decision be made right now? What was ensured may have been replaced since by a publication. */
  isReadyFor(state: ContactState): boolean {
    return (
      state.sessions.every(
        (session) => this.#isReady(session) && (session.frames ?? []).every((frame) => this.#isReady(frame)),
      ) && state.messages.every(({ origin }) => origin.kind !== "flow" || this.#isReady(origin))
    );
  }

  #isReady({ flow, revision }: { flow: string; revision: number }): boolean {
    const wanted = key(flow, revision);
    return this.#compiled.has(wanted) || this.#gone.has(wanted);
  }

  channel(): Channel {
    return this.#channel;
  }

  flow(id: string, revision: number): CompiledFlow | undefined {
    return this.#compiled.get(key(id, revision));
  }

  published(flow: string): CompiledFlow | undefined {
    return this.#published.get(flow);
  }

  entries(): readonly EntryPoint[] {
    return this.#channel.paused ? [] : this.#entries;
  }

  isPaused(flow: string): boolean {
    return this.#paused.has(flow);
  }

  newSessionId(): string {
    return newId("s", this.#clock.now());
  }

  newMessageId(): string {
    return newId("m", this.#clock.now());
  }

  newAttemptId(): string {
    return newId("a", this.#clock.now());
  }

  chance(): number {
    return Math.random();
  }
}

function* revisionsOf(state: ContactState): Generator<{ flow: string; revision: number }> {
  for (const session of state.sessions) {
    yield session;
    yield* session.frames ?? [];
  }
  for (const { origin } of state.messages) if (origin.kind === "flow") yield origin;
}

function key(flow: string, revision: number): string {
  return `${flow}@${revision}`;
}

function entriesOf(compiled: CompiledFlow, flow: string): EntryPoint[] {
  return compiled.nodes.flatMap(({ node, definition, config }) =>
    definition.facts(config, compiled.context).entry
      ? [{ flow, revision: compiled.revision, node: node.id, trigger: (config as { trigger: Trigger }).trigger }]
      : [],
  );
}

function channelOf(record: ChannelRecord): Channel {
  return {
    id: record.id,
    policy: policyOf(record),
    timeZone: record.timeZone,
    defaultReply: record.defaultReply,
    paused: record.pausedAt !== null,
  };
}
