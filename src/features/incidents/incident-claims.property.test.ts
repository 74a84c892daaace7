// Every claim in the incident's text is true of the newest reply of each kind. The test generates
// histories of jobs. Replies arrive late, repeatedly or not at all, and kinds are out of step. The
// page is opened at any moment. Each claim is compared with the state of the job when the reply was
// made.
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { LONG_TEST_MS } from "../../testing/limits.ts";

import { LATE_MS } from "../../client/use-contact.ts";
import { type ContainerHistory, nextContainerHistory } from "../../domain/container-history.ts";
import {
  checkpointsReply,
  containersReply,
  jobReply,
  type LifeEvent,
  type LifePlan,
  LIFE_START_MS,
  liveThrough,
  overviewReply,
  readAt,
  registeredIds,
  timesReply,
  type Truth,
  truthAt,
  writtenAt,
} from "../../testing/job-life.ts";
import { checkpointFacts, failureOf, type Observations, type Observed } from "./incident-facts.ts";
import { EMPTY_MEMORY, type IncidentMemory } from "./incident-memory.ts";
import { type Incident, incidentOf, observe, type IncidentPhase } from "./incident-model.ts";
import { type Present, recoveredParts, incidentSentence, type SentencePart, incidentSteps } from "./incident-words.ts";

// Each property replays many generated histories.
vi.setConfig({ testTimeout: LONG_TEST_MS });

/**
 * The same histories in each run. To test others, set another seed: `DREY_SEED=2 npm run vitest --
 * incident-claims`.
 */
const SEED = Number(process.env.DREY_SEED ?? 1);

const KINDS = ["job", "exceptions", "checkpoints", "times", "slots", "registered", "containers", "reading"] as const;
type Kind = (typeof KINDS)[number];
/** Flink answers these with copies of the job that are up to a refresh interval old. */
const COPIED: readonly Kind[] = ["job", "exceptions", "checkpoints", "times"];

type Tick = {
  afterMs: number;
  fates: Readonly<Record<Kind, "none" | "answered" | "failed">>;
  /** The age of the copy of the job, in refresh intervals. */
  copyAge: number;
  latencyMs: number;
  metricsAgeMs: number;
};

type Page = { opensMs: number; refreshMs: number; skewMs: number; hasPlayground: boolean; asksForTimes: boolean; ticks: readonly Tick[] };

/** The newest observations, with the time of each by the cluster's clock. */
type Seen = {
  atMs: number;
  observations: Observations;
  contentMs: Readonly<Record<Kind, number>>;
  memory: IncidentMemory;
  incident: Incident | undefined;
};

/**
 * What a page sees at each tick, as the client delivers it: the newest reply of each kind, and none
 * after a failed call.
 */
function* watch(life: readonly Truth[], page: Page): Generator<Seen> {
  let clusterMs = LIFE_START_MS + page.opensMs;
  const contentMs = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
  let history: ContainerHistory | undefined;
  let memory = EMPTY_MEMORY;
  const newest: { -readonly [key in keyof Observations]?: Observations[key] } = {};
  for (const tick of page.ticks) {
    clusterMs += tick.afterMs;
    const atMs = clusterMs + page.skewMs;
    const madeMs = clusterMs - tick.latencyMs;
    const seen = <T>(value: T): Observed<T> => ({ atMs, value });
    for (const kind of KINDS) {
      const fate = tick.fates[kind];
      if (fate === "none" || (kind === "containers" && !page.hasPlayground)) continue;
      const isAnswered = fate === "answered";
      const copyMs = COPIED.includes(kind) ? tick.copyAge * page.refreshMs : 0;
      if (isAnswered) contentMs[kind] = Math.max(contentMs[kind], madeMs - copyMs);
      const truth = truthAt(life, contentMs[kind]);
      switch (kind) {
        case "job":
          // The panel keeps the last reply and knows its age.
          if (isAnswered) newest.job = seen(jobReply(truth, madeMs));
          break;
        case "exceptions":
          newest.exceptions = isAnswered ? seen(truth.exceptions) : undefined;
          break;
        case "checkpoints":
          newest.checkpoints = isAnswered ? seen(checkpointFacts(checkpointsReply(truth))) : undefined;
          break;
        case "times":
          if (isAnswered && page.asksForTimes) newest.times = truth.tasks.map((_, vertex) => seen(timesReply(truth, vertex, madeMs)));
          break;
        case "slots": {
          const { taskmanagers, "slots-available": free } = overviewReply(truth);
          newest.slots = isAnswered ? seen({ taskManagers: taskmanagers, free }) : undefined;
          break;
        }
        case "registered":
          newest.registered = isAnswered && page.hasPlayground ? seen(registeredIds(truth)) : undefined;
          break;
        case "containers":
          if (isAnswered) history = nextContainerHistory(history, atMs, containersReply(truth));
          break;
        case "reading": {
          const ofMs = madeMs - tick.metricsAgeMs;
          const read = readAt(truthAt(life, ofMs), ofMs);
          const written = writtenAt(truth, madeMs);
          const pending = read === undefined ? undefined : writtenAt(truth, ofMs) - read;
          newest.reading = isAnswered && page.hasPlayground ? { atMs, written, read: read === 0 ? undefined : read, pending } : undefined;
        }
      }
    }
    if (newest.job === undefined) continue;
    const observations: Observations = {
      job: newest.job,
      exceptions: newest.exceptions,
      checkpoints: newest.checkpoints,
      times: newest.times ?? [],
      slots: newest.slots,
      registered: newest.registered,
      history,
      reading: newest.reading,
      rescales: [],
      isReadingExpected: page.hasPlayground,
      refreshMs: page.refreshMs,
    };
    memory = observe(memory, observations);
    expect(observe(memory, observations), "the same replies again bring nothing new").toBe(memory);
    yield { atMs, observations, contentMs: { ...contentMs }, memory, incident: incidentOf(memory, observations) };
  }
}

const states = ({ tasks }: Truth): string[] => tasks.flat().map(({ state }) => state);
const areOnly = (truth: Truth, ...allowed: string[]): boolean => states(truth).every((state) => allowed.includes(state));
const isIn = (truth: Truth, state: string): boolean => states(truth).includes(state);
const allRun = (truth: Truth): boolean => truth.state === "RUNNING" && states(truth).length > 0 && areOnly(truth, "RUNNING", "FINISHED");

const PHASE_CLAIMS: Readonly<Record<IncidentPhase, (job: Truth, incident: Incident, reported: Truth) => boolean>> = {
  unnoticed: allRun,
  unaffected: allRun,
  reported: (job, _incident, { exceptions: [newest] }) =>
    job.state === "RUNNING" && newest !== undefined && newest.timestamp > job.timestamps.RUNNING,
  restarting: (job, { jobState }) => job.state === jobState && job.state !== "RUNNING",
  waiting: (job) => job.state === "RUNNING" && areOnly(job, "CREATED", "SCHEDULED", "RUNNING", "FINISHED") && isIn(job, "SCHEDULED"),
  deploying: (job) => job.state === "RUNNING" && isIn(job, "DEPLOYING"),
  restoring: (job) => job.state === "RUNNING" && isIn(job, "INITIALIZING") && !isIn(job, "DEPLOYING"),
  partial: (job) => job.state === "RUNNING" && !allRun(job),
  "catching-up": allRun,
  over: allRun,
  failed: (job) => job.state === "FAILED",
};

function textOf(parts: readonly SentencePart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.name)).join("");
}

/** All texts on the screen about an incident at a moment. */
function wordsOf(incident: Incident, present: Present): string {
  const { lead, rest } = incidentSentence(incident, present, "open");
  const line = incident.phase === "over" ? textOf(recoveredParts(incident, present.nowMs, "open")) : rest;
  return `${textOf(lead)} ${line}`;
}

/** The claims that sentences make, with the condition that the replies behind them must meet. */
function expectTrueWords(words: string, incident: Incident, job: Truth, seen: Seen, life: readonly Truth[]): void {
  const { observations, contentMs } = seen;
  const claim = (pattern: RegExp, isTrue: (match: RegExpExecArray) => boolean): void => {
    for (const match of words.matchAll(new RegExp(pattern, "g"))) expect(isTrue(match), `"${match[0]}" in: ${words}`).toBe(true);
  };
  const count = (state: string): number => states(job).filter((one) => one === state).length;
  claim(/All (?:the |its )?(?:(\d+) )?tasks? (?:of (?:the|this) job )?are (?:still reported as )?RUNNING/, () => allRun(job));
  claim(
    /All (\d+) tasks? are (SCHEDULED|DEPLOYING|INITIALIZING)/,
    ([, total, state]) => count(state ?? "") === Number(total) && areOnly(job, state ?? ""),
  );
  claim(
    /(\d+) of (\d+) tasks? (?:is|are) ([A-Z]+)/,
    ([, some, total, state]) => count(state ?? "") === Number(some) && states(job).length === Number(total),
  );
  claim(/The job is ([A-Z]+)/, ([, state]) => job.state === state);
  claim(/The job FAILED/, () => job.state === "FAILED");
  claim(/Recovered/, () => allRun(job));
  claim(
    /waits for slots|needs/,
    () => (areOnly(job, "CREATED", "SCHEDULED") && observations.slots?.value.free !== undefined) || !words.includes("waits for slots"),
  );
  claim(
    /(\d+) (?:is|are) free/,
    ([, free]) => observations.slots !== undefined && Number(free) === truthAt(life, contentMs.slots).freeSlots,
  );
  claim(/needs (\d+)/, ([, needed]) => Number(needed) === job.tasks[0]?.length);
  claim(/waits for slots: it needs (\d+), and (\d+)/, ([, needed, free]) => Number(free) < Number(needed));
  claim(/restart(?:s|ed) from checkpoint (\d+)/, ([, id]) => truthAt(life, contentMs.checkpoints).restored?.id === Number(id));
  claim(/latest checkpoint is (\d+)/, ([, id]) => truthAt(life, contentMs.checkpoints).completed.at(-1)?.id === Number(id));
  claim(/(\d+) (?:try|tries) to start it found/, ([, tries]) => {
    const all = life.flatMap(({ exceptions }) => exceptions.map(failureOf)).filter(({ isLackOfSlots }) => isLackOfSlots);
    return Number(tries) <= new Set(all.map(({ atMs }) => atMs)).size;
  });
  claim(/(?:^|[ (])-\d|NaN|undefined/, () => false);
  const named = observations.history?.ends.filter(({ exitCode }) => exitCode === 137) ?? [];
  for (const { name, how } of incident.kills) {
    if (how === "killed")
      expect(
        named.some((end) => end.name === name),
        `${name} was killed`,
      ).toBe(true);
    expect(words).toContain(name);
  }
}

function expectTrue(seen: Seen, life: readonly Truth[], page: Page): void {
  const { incident, observations, contentMs, memory, atMs } = seen;
  const job = truthAt(life, contentMs.job);
  if (incident === undefined) return;
  const about = `${incident.phase} at ${String(atMs - page.skewMs - LIFE_START_MS)}`;
  expect(
    PHASE_CLAIMS[incident.phase](job, incident, truthAt(life, contentMs.exceptions)),
    `phase ${about}: ${job.state} ${states(job).join(" ")}`,
  ).toBe(true);

  const { failure } = incident;
  if (failure !== undefined) {
    expect(life.some(({ exceptions }) => exceptions.some(({ timestamp }) => timestamp === failure.atMs))).toBe(true);
    const about137 = (observations.history?.ends ?? []).filter(
      ({ exitCode, taskManagerId, name }) =>
        exitCode === 137 && failure.lostIds.some((id) => (taskManagerId === null ? id.startsWith(`${name}:`) : id === taskManagerId)),
    );
    // Regardless of how late the container's end became known.
    for (const { name } of about137)
      expect(
        incident.kills.map((kill) => kill.name),
        `names ${name}`,
      ).toContain(name);
  }

  // Measured times equal the true ones. The difference of the clocks is known up to the duration of
  // a reply.
  const present = truthAt(life, contentMs.job);
  const slackMs = 900;
  const isAt = (pageMs: number | undefined, clusterMs: number): void => {
    if (pageMs === undefined) return;
    expect(Math.abs(pageMs - page.skewMs - clusterMs), about).toBeLessThanOrEqual(slackMs);
  };
  isAt(incident.scheduledMs, present.timestamps.RUNNING);
  const tasks = truthAt(life, Math.max(contentMs.job, contentMs.times)).tasks.flat();
  isAt(incident.deployedMs, Math.min(...present.tasks.flat().map(({ entered }) => entered.DEPLOYING || Infinity)));
  if (incident.phase === "over" || incident.phase === "catching-up") {
    isAt(incident.runningMs, Math.max(...tasks.map(({ entered }) => entered.RUNNING)));
    if (truthAt(life, contentMs.times).timestamps.RUNNING === present.timestamps.RUNNING) {
      isAt(incident.restoringMs, Math.max(...tasks.map(({ entered }) => entered.INITIALIZING)));
    }
  }
  const order = [incident.scheduledMs, incident.deployedMs, incident.restoringMs, incident.runningMs].filter((ms) => ms !== undefined);
  expect(order, about).toEqual(order.toSorted((a, b) => a - b));

  if (incident.caughtUpMs !== undefined && memory.catchUp !== undefined) {
    const { seenMs } = memory.catchUp;
    const caughtUpMs = incident.caughtUpMs - page.skewMs;
    const then = truthAt(life, caughtUpMs);
    const read = readAt(then, caughtUpMs);
    // If the job has failed since, it had read this far before.
    if (then.timestamps.RUNNING === present.timestamps.RUNNING && read !== undefined) {
      expect(read, about).toBeGreaterThanOrEqual(writtenAt(then, seenMs - page.skewMs - 800) - 1);
    }
  }

  const now: Present = { nowMs: atMs, refreshMs: page.refreshMs };
  const isFresh = atMs - observations.job.atMs <= page.refreshMs + LATE_MS;
  const words = wordsOf(incident, now);
  expectTrueWords(words, incident, job, seen, life);
  if (incident.phase !== "failed") expect(words.startsWith("As of"), words).toBe(!isFresh);
  const later: Present = { ...now, nowMs: atMs + 700 };
  const steps = incidentSteps(incident, now);
  const stepsLater = incidentSteps(incident, later);
  for (const [index, step] of steps.entries()) {
    expect(step.title, step.title).not.toMatch(/ -\d|NaN|–/);
    if (step.progress !== "now") expect(stepsLater[index]?.title, "only a step in progress counts").toBe(step.title);
  }
  expect(steps.filter(({ progress }) => progress === "now").length).toBeLessThanOrEqual(1);
  const stale: Present = { ...now, nowMs: atMs + page.refreshMs + LATE_MS + 1 };
  if (incident.phase !== "failed") {
    expect(wordsOf(incident, stale), "old replies are not the present").toMatch(/^As of /);
    expect(incidentSteps(incident, stale)).toEqual(incidentSteps(incident, { ...stale, nowMs: stale.nowMs + 10_000 }));
  }
  if (observations.slots === undefined) expect(words).not.toMatch(/\bfree\b|waits for slots/);
}

const eventArbitrary: fc.Arbitrary<LifeEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ afterMs: fc.nat(9000), type: fc.constant("kill" as const), container: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ afterMs: fc.nat(9000), type: fc.constant("start" as const), container: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ afterMs: fc.nat(9000), type: fc.constant("throw" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ afterMs: fc.nat(9000), type: fc.constantFrom("cancel" as const, "finish" as const, "finish-source" as const) }),
  },
);

const planArbitrary: fc.Arbitrary<LifePlan> = fc.record({
  vertices: fc.constantFrom(1, 3, 40),
  parallelism: fc.integer({ min: 1, max: 3 }),
  taskManagers: fc.integer({ min: 1, max: 3 }),
  slotsPerTaskManager: fc.integer({ min: 1, max: 2 }),
  noticeMs: fc.constantFrom(20, 1300, 5000),
  restartDelayMs: fc.constantFrom(10, 1000, 4000),
  steps: fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 4 }),
  failedDeployments: fc.constantFrom(0, 0, 1, 2),
  slotTimeoutMs: fc.constantFrom(500, 4000, 300_000),
  maxRestarts: fc.constantFrom(0, 2, 100, 100),
  checkpointMs: fc.constantFrom(undefined, 1000),
  recordsPerSecond: fc.constantFrom(0, 400),
  writesForMs: fc.constantFrom(5000, 1_000_000),
  events: fc.array(eventArbitrary, { maxLength: 7 }),
});

const fateArbitrary = fc.constantFrom("answered" as const, "answered" as const, "answered" as const, "none" as const, "failed" as const);

const tickArbitrary: fc.Arbitrary<Tick> = fc.record({
  afterMs: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 1500 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1500, max: 15_000 }) },
  ),
  fates: fc.record(Object.fromEntries(KINDS.map((kind) => [kind, fateArbitrary])) as Record<Kind, typeof fateArbitrary>),
  copyAge: fc.double({ min: 0, max: 1, noNaN: true }),
  latencyMs: fc.nat(800),
  metricsAgeMs: fc.nat(9000),
});

const pageArbitrary: fc.Arbitrary<Page> = fc.record({
  opensMs: fc.nat(45_000),
  refreshMs: fc.constantFrom(1000, 3000),
  skewMs: fc.constantFrom(0, 0, -3_600_000, 3_600_000),
  hasPlayground: fc.boolean(),
  asksForTimes: fc.boolean(),
  ticks: fc.array(tickArbitrary, { minLength: 1, maxLength: 45 }),
});

const END_MS = 120_000;

test("the text of an incident is true of the newest reply of each kind", () => {
  fc.assert(
    fc.property(planArbitrary, pageArbitrary, (plan, page) => {
      const life = liveThrough(plan, END_MS);
      const ended = ["CANCELED", "FINISHED"];
      const all = [...watch(life, page)];
      for (const seen of all) expectTrue(seen, life, page);
      const told = all.filter(({ contentMs, incident }) => incident !== undefined && ended.includes(truthAt(life, contentMs.job).state));
      expect(told, "a job that ended otherwise than by failing has no incident").toEqual([]);
    }),
    { numRuns: 400, seed: SEED },
  );
});

test("the generated histories reach every phase", () => {
  const phases = new Set<IncidentPhase>();
  const failures = new Set<string>();
  for (const [plan, page] of fc.sample(fc.tuple(planArbitrary, pageArbitrary), { numRuns: 400, seed: 1 })) {
    for (const { incident } of watch(liveThrough(plan, END_MS), page)) {
      if (incident !== undefined) phases.add(incident.phase);
      if (incident?.failure !== undefined) failures.add(incident.failure.exception);
    }
  }
  expect([...phases].toSorted()).toEqual(Object.keys(PHASE_CLAIMS).toSorted());
  expect(failures.size, [...failures].join()).toBeGreaterThanOrEqual(4);
});

test("once nothing changes any more, the replies agree, and the incident is over", () => {
  fc.assert(
    fc.property(planArbitrary, pageArbitrary, (plan, page) => {
      const life = liveThrough(plan, END_MS);
      const answered = Object.fromEntries(KINDS.map((kind) => [kind, "answered"])) as Tick["fates"];
      const quiet: Tick[] = Array.from({ length: 40 }, () => ({
        afterMs: 3000,
        fates: answered,
        copyAge: 0,
        latencyMs: 0,
        metricsAgeMs: 0,
      }));
      const last = [...watch(life, { ...page, ticks: [...page.ticks, ...quiet] })].at(-1);
      const truth = life.at(-1);
      if (last?.incident === undefined || truth === undefined || !allRun(truth)) return;
      const lost = truth.exceptions.map(failureOf)[0]?.lostIds ?? [];
      expect(["over", "unaffected"], JSON.stringify({ lost, phase: last.incident.phase })).toContain(last.incident.phase);
    }),
    { numRuns: 100, seed: SEED },
  );
});
