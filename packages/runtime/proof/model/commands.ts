/** What can happen, done to the model and to the server; then both are compared. */
import { fc } from "@fast-check/vitest";
import { MINUTE } from "@sluice/shared/time/duration";
import { expect } from "vitest";
import type { Fate, Flow, Marketing, Offer } from "./kinds.ts";
import type { Model } from "./model.ts";
import type { Manner, Real } from "./real.ts";

export type Step = fc.AsyncCommand<Model, Real>;

/** Each takes a minute. */
class Command implements Step {
  readonly #name: string;
  readonly #can: (model: Model) => boolean;
  readonly #model: (model: Model) => void;
  readonly #real: (real: Real, model: Model) => Promise<void>;

  constructor(
    name: string,
    model: (model: Model) => void,
    real: (real: Real, model: Model) => Promise<void>,
    can: (model: Model) => boolean = () => true,
  ) {
    this.#name = name;
    this.#can = can;
    this.#model = model;
    this.#real = real;
  }

  check(model: Readonly<Model>): boolean {
    return this.#can(model as Model);
  }

  async run(model: Model, real: Real): Promise<void> {
    const kind = this.#name.split(/[:,]| offer| news/)[0]?.replace(/^".*|^\d+ /, "") || "receive";
    real.done.set(kind, (real.done.get(kind) ?? 0) + 1);
    await this.#real(real, model);
    await real.passes(MINUTE);
    this.#model(model);
    model.minute();
    await compare(model, real);
  }

  toString(): string {
    return this.#name;
  }
}

const texts = [
  "hello",
  "hello",
  "hello",
  "what?",
  "Shoes",
  "Shoes",
  "a person",
  "a person",
  "Show me",
  "Show me",
  "STOP",
  "START",
  "START",
];
const offers = fc.constantFrom<Offer>("offer", "news");
const fates = fc.constantFrom<Fate>("blocked", "unknown");
const manners = fc.constantFrom<Manner>("at once", "later");

/** So many different ones there are. */
export const KINDS = 15;

/** Weighted by repetition. */
export const steps: fc.Arbitrary<Step>[] = [
  ...Array.from({ length: 8 }, receive),
  ...Array.from({ length: 5 }, start),
  ...others(),
];

/** Of somebody who hardly writes: blocks follow one another, holds end by themselves. */
export const quietSteps: fc.Arbitrary<Step>[] = [receive(), ...Array.from({ length: 3 }, start), ...others()];

function others(): fc.Arbitrary<Step>[] {
  return [
    ...Array.from({ length: 4 }, time),
    ...Array.from({ length: 4 }, rare).flat(),
    ...Array.from({ length: 4 }, fate),
    fc.constantFrom("stop" as const, "resume" as const, "resume" as const).map(
      (wants) =>
        new Command(
          `WhatsApp's switch: ${wants}`,
          (model) => model.prefer("meta", wants),
          (real) => real.prefers(wants),
        ),
    ),
    fc.constantFrom("in" as const, "in" as const, "out" as const).map(
      (wants) =>
        new Command(
          `imported, who wants ${wants}`,
          (model) => model.prefer("word", wants === "in" ? "resume" : "stop"),
          (real) => real.imports(wants),
        ),
    ),
    fc.constant(
      new Command(
        "publish",
        (model) => {
          model.edition += 1;
          model.decideHeld();
        },
        (real, model) => real.publishes(model.edition + 1),
      ),
    ),
    fc.constant(
      new Command(
        "crash",
        () => {},
        (real) => real.crash(),
      ),
    ),
    fc.constant(
      new Command(
        "pause",
        (model) => {
          model.paused = true;
        },
        (real) => real.pauses(),
        (model) => !model.paused,
      ),
    ),
  ];
}

function fate(): fc.Arbitrary<Step> {
  return fc.tuple(fates, manners, fc.integer({ min: 1, max: 3 })).map(
    ([fate, manner, times]) =>
      new Command(
        `the next offer is ${fate}, ${manner}, ${times} times`,
        (model) => {
          model.fates = Array.from({ length: times }, () => fate);
        },
        async (real) => {
          real.fates = Array.from({ length: times }, () => fate);
          real.manner = manner;
        },
      ),
  );
}

/** Seldom possible, so tried often. */
function rare(): fc.Arbitrary<Step>[] {
  return [
    fc.constant(
      new Command(
        "resume",
        (model) => {
          model.paused = false;
          model.decideHeld();
        },
        (real) => real.unpauses(),
        (model) => model.paused,
      ),
    ),
    fc.constant(
      new Command(
        "give back",
        (model) => model.giveBack(),
        async (real) => real.act({ kind: "session-given-back", session: await real.session("chat"), by: "Ida" }),
        (model) => model.isWithPerson,
      ),
    ),
    onMessage(
      "release",
      (model) => model.held(),
      (model, message) => model.release(message),
      "hold-released",
    ),
    onMessage(
      "cancel",
      (model) => model.held(),
      (model, message) => model.cancel(message),
      "hold-cancelled",
    ),
    onMessage(
      "resend",
      (model) => model.unknown().filter((message) => model.sessionOf(message)),
      (model, message) => model.resend(message),
      "unknown-resent",
    ),
    onMessage(
      "forget",
      (model) => model.unknown(),
      (model, message) => model.forget(message),
      "unknown-forgotten",
    ),
  ];
}

function receive(): fc.Arbitrary<Step> {
  return fc.tuple(fc.constantFrom(...texts), fc.integer({ min: 1, max: 2 })).map(
    ([text, times]) =>
      new Command(
        `"${text}"${times > 1 ? " twice" : ""}`,
        (model) => model.receive(text),
        (real) => real.receives(text, times),
      ),
  );
}

function time(): fc.Arbitrary<Step> {
  return fc.integer({ min: 5, max: 3_000 }).map(
    (minutes) =>
      new Command(
        `${minutes} minutes`,
        (model) => model.tick(minutes * MINUTE),
        (real) => real.passes(minutes * MINUTE),
      ),
  );
}

function start(): fc.Arbitrary<Step> {
  return offers.map(
    (flow) =>
      new Command(
        `start ${flow}`,
        (model) => model.start(flow),
        (real) => real.starts(flow),
        (model) => !model.paused,
      ),
  );
}

function onMessage(
  name: string,
  which: (model: Model) => Marketing[],
  inModel: (model: Model, message: Marketing) => void,
  kind: "hold-released" | "hold-cancelled" | "unknown-resent" | "unknown-forgotten",
): fc.Arbitrary<Step> {
  return fc.constant(
    new Command(
      name,
      (model) => {
        const [message] = which(model);
        if (message) inModel(model, message);
      },
      async (real, model) => {
        const [meant] = which(model);
        if (!meant) return;
        const alike = model.unknown().filter(({ flow }) => flow === meant.flow);
        const message = kind.startsWith("hold")
          ? await real.message(meant.flow, "held")
          : (await real.unknown(meant.flow))[alike.indexOf(meant)]?.id;
        await real.act({ kind, message: message ?? "", by: "Ida" });
      },
      (model) => which(model).length > 0,
    ),
  );
}

/** What is seen from outside must be the same; the seconds of a minute are taken over. */
async function compare(model: Model, real: Real): Promise<void> {
  const { sessions, messages, ledger, conversations } = await real.state();
  expect(real.sent).toEqual(model.sent);
  const standing = sessions.map(
    ({ flow, node, wait }) => `${flow} at ${node}${wait?.for === "answer" ? ", asks" : ""}`,
  );
  const expected = [...model.sessions].map(
    ([flow, { node, waitsSince }]) => `${flow} at ${node}${waitsSince === null ? "" : ", asks"}`,
  );
  expect(standing.sort()).toEqual(expected.sort());
  const flowsOf = (state: string) =>
    messages.flatMap((one) =>
      one.state === state && one.class === "marketing" && one.origin.kind === "flow" ? one.origin.flow : [],
    );
  expect(flowsOf("held").sort()).toEqual(
    model
      .held()
      .map(({ flow }) => flow)
      .sort(),
  );
  expect(flowsOf("queued").sort()).toEqual(
    model
      .queued()
      .map(({ flow }) => flow)
      .sort(),
  );
  const unknown = [...(await real.unknown("offer")), ...(await real.unknown("news"))];
  expect(unknown.length).toBe(model.unknown().length);
  expect({ word: ledger.stoppedByWordAt !== null, meta: ledger.stoppedByMetaAt !== null }).toEqual(model.stopped);
  expect((conversations[0]?.handOff ?? null) !== null).toBe(model.isWithPerson);

  for (const { flow, wait } of sessions) {
    const known = model.sessions.get(flow as Flow);
    if (known) known.until = nearly(known.until, wait?.until ?? null, MINUTE);
  }
  if (ledger.blockedUntil !== null) model.learnCooldown(ledger.blockedUntil);
}

function nearly(expected: number | null, actual: number | null, most: number): number | null {
  if (expected === null || actual === null) expect(actual).toBe(expected);
  else expect(Math.abs(expected - actual)).toBeLessThanOrEqual(most);
  return actual;
}
