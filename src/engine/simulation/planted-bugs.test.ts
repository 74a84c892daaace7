import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HANG_MS } from "./testing/hang.ts";

const run = promisify(execFile);
const SOURCE = fileURLToPath(new URL("../../", import.meta.url));

/** A copy of the engine that runs on plain Node, for bugs to be planted in. */
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "drey-planted-"));
  for (const folder of ["base", "core", "rest", "engine"]) {
    await cp(join(SOURCE, folder), join(directory, folder), { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
  }
  await writeFile(join(directory, "package.json"), '{"type": "module"}');
  // The table of paths is in the files of the schemas, which need their library.
  await symlink(join(import.meta.dirname, "../../../node_modules"), join(directory, "node_modules"));
  await writeFile(
    join(directory, "run.ts"),
    `import { simulate } from "./engine/simulation/cli.ts";
     process.exitCode = await simulate(process.argv.slice(2), { print: (line) => console.log(line), nowMs: () => performance.now() });`,
  );
});

afterAll(() => rm(directory, { recursive: true, force: true }));

interface Outcome {
  readonly seeds: number;
  readonly failed: readonly { readonly seed: number; readonly problems: readonly string[] }[];
}

/** Runs seeds until one fails. */
function simulateUntilFound(seeds: number, variant?: string): Promise<Outcome> {
  const how = variant === undefined ? [] : ["--variant", variant];
  return simulateInCopy(["--seeds", String(seeds), "--stop-at-first", ...how]);
}

async function simulateInCopy(how: readonly string[]): Promise<Outcome> {
  const args = [join(directory, "run.ts"), "--json", ...how];
  // Exit code 1 means that a bug was found. The outcome is on stdout in either case.
  const { stdout } = await run(process.execPath, args).catch((error: { readonly stdout: string }) => error);
  return JSON.parse(stdout) as Outcome;
}

interface PlantedBug {
  readonly name: string;
  readonly file: string;
  readonly original: string;
  readonly planted: string;
  /** How the seeds are run. */
  readonly variant?: string;
  /** Within so many seeds it must be found. */
  readonly seeds: number;
}

/** One that seeds would meet too rarely: a recorded case finds it. */
interface BugOfCase extends Omit<PlantedBug, "seeds" | "variant"> {
  readonly caseName: string;
}

const BUGS: readonly PlantedBug[] = [
  {
    name: "a barrier overtakes the rows before it",
    file: "engine/taskmanager/network/subpartition.ts",
    original: "    this.#finishBatch();\n    const last = this.#queue.at(-1);",
    planted: '    if (event.type !== "barrier") this.#finishBatch();\n    const last = this.#queue.at(-1);',
    seeds: 20,
  },
  {
    name: "rows overtake a barrier: a channel that has delivered it is not blocked",
    file: "engine/taskmanager/checkpoints/barrier-handler.ts",
    original: "    this.#options.input.block(channel);",
    planted: "    void channel;",
    seeds: 20,
  },
  {
    name: "the offset of one partition is not restored",
    file: "engine/taskmanager/split-assignment.ts",
    original: "splits.map(({ topic, partition, offset }) => ({ topic, partition, offset }))",
    planted: "splits.map(({ topic, partition, offset }) => ({ topic, partition, offset: partition === 1 ? 0 : offset }))",
    seeds: 20,
  },
  {
    name: "a key group is lost on restore",
    file: "core/keyed-state.ts",
    original: "for (const group of part.keyGroups) {",
    planted: "for (const group of part.keyGroups.slice(1)) {",
    seeds: 20,
  },
  {
    name: "a split is lost at another parallelism",
    file: "engine/jobmanager/checkpoints/state-assignment.ts",
    original: "index % parallelism === subtaskIndex",
    planted: "index % (parallelism + 1) === subtaskIndex",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a source reads on behind the barrier of the savepoint that the job stops with",
    file: "engine/taskmanager/source-task.ts",
    original: '    if (this.#isStopped) return "end-of-input";',
    planted: "",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a source begins one record behind where its savepoint ends",
    file: "engine/taskmanager/split-assignment.ts",
    original: "splits.map(({ topic, partition, offset }) => ({ topic, partition, offset }))",
    planted: "splits.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset + 1 }))",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a source begins one record before where its savepoint ends",
    file: "engine/taskmanager/split-assignment.ts",
    original: "splits.map(({ topic, partition, offset }) => ({ topic, partition, offset }))",
    planted: "splits.map(({ topic, partition, offset }) => ({ topic, partition, offset: Math.max(0, offset - 1) }))",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a window fires twice",
    file: "core/window-operator.ts",
    original: "      const nextKey = this.#fireWindow(window, budget);",
    planted: "      this.#fireWindow(window, budget);\n      const nextKey = this.#fireWindow(window, budget);",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a sink writes each of its batches twice",
    file: "engine/taskmanager/sink-writer-task.ts",
    original: "        this.#produce(element.batch);",
    planted: "        this.#produce(structuredClone(element.batch));\n        this.#produce(element.batch);",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "the topic takes each batch twice",
    file: "engine/kafka/connection.ts",
    original: "    topic.append({",
    planted:
      '    if (produce.topic === "output") {\n' +
      "      const ignore = () => undefined;\n" +
      "      topic.append({ owner: this, partition, batch: structuredClone(batch), producer: this.#producer, onStored: ignore, onWaiting: ignore });\n" +
      "    }\n    topic.append({",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a drain loses the windows that it should close",
    file: "core/window-operator.ts",
    original: "    this.#currentWatermarkMs = watermarkMs;\n",
    planted:
      "    this.#currentWatermarkMs = watermarkMs;\n" +
      "    for (let window = this.#state.earliestWindow(); watermarkMs === Infinity && window !== undefined; window = this.#state.earliestWindow()) {\n" +
      "      this.#state.dropEarliest(window);\n    }\n",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a drain closes no window",
    file: "engine/taskmanager/source-task.ts",
    original: "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    planted: "    void drain;",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "windows that a drain has closed stay in its savepoint and are counted again",
    file: "core/window-operator.ts",
    original: "      const budget = maxResults - (this.#numFiredTimers - firedBefore);",
    planted:
      "      if (this.#currentWatermarkMs === Infinity) {\n" +
      "        for (const open of this.#state.windows()) this.#fireWindow(open, maxResults);\n" +
      "        isDone = true;\n        continue;\n      }\n" +
      "      const budget = maxResults - (this.#numFiredTimers - firedBefore);",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a stop without drain closes the windows all the same",
    file: "engine/taskmanager/source-task.ts",
    original: "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    planted: "    this.#context.output.emitWatermark(drain ? Number.POSITIVE_INFINITY : Number.MAX_SAFE_INTEGER);",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a drain sends its barrier before it ends event time",
    file: "engine/taskmanager/task.ts",
    original:
      '      this.#operator.stop(snapshotType === "terminate-savepoint");\n    }\n' +
      "    this.#checkpointing.perform(barrier, alignment);",
    planted:
      '      if (snapshotType === "suspend-savepoint") this.#operator.stop(false);\n    }\n' +
      "    this.#checkpointing.perform(barrier, alignment);\n" +
      '    if (snapshotType === "terminate-savepoint") this.#operator.stop(true);',
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a source reports its position at the acknowledgement, not at the barrier",
    file: "engine/taskmanager/source-task.ts",
    original: "    return { splits };",
    planted:
      "    const readers = this.#splits;\n" +
      "    return {\n      get splits() {\n        return readers.map(({ reader }) => reader.position);\n      },\n    };",
    seeds: 20,
  },
  {
    name: "one credit in 50 is lost",
    file: "engine/taskmanager/network/input-channel.ts",
    original: "      this.#unannouncedCredit++;",
    planted: "      if (this.#nextSequence % 50 !== 0) this.#unannouncedCredit++;",
    seeds: 20,
  },
  {
    name: "a TaskManager that was given up keeps running its tasks",
    file: "engine/taskmanager/start-task-manager.ts",
    original: "    for (const task of [...this.#tasks.values()]) task.cancel();\n",
    planted: "",
    seeds: 20,
  },
  {
    name: "the slots of a lost TaskManager stay with the job",
    file: "engine/jobmanager/resources/slot-pool.ts",
    original: "    this.#slots = this.#slots.filter((slot) => slot.taskManager !== taskManager);\n",
    planted: "",
    seeds: 20,
  },
  {
    name: "a restart goes back to the oldest retained checkpoint",
    file: "engine/jobmanager/checkpoints/completed-checkpoint-store.ts",
    original: "return this.#checkpoints.at(-1);",
    planted: "return this.#checkpoints.at(0);",
    variant: "several-retained",
    seeds: 20,
  },
  {
    name: "an acknowledgement of an earlier checkpoint counts for the pending one",
    file: "engine/jobmanager/checkpoints/checkpoint-coordinator.ts",
    original: "pending?.record.checkpointId !== message.checkpointId ||",
    planted: "pending === undefined || message.checkpointId > pending.record.checkpointId ||",
    variant: "late-acknowledgements",
    seeds: 20,
  },
  {
    name: "what is written late for a checkpoint that was given up stays",
    file: "engine/jobmanager/checkpoints/completed-checkpoint-store.ts",
    original: "this.#host.storage.discard(directory)",
    planted: "this.#host.storage.delete(`${directory}/`)",
    seeds: 20,
  },
  {
    name: "the JobManager counts the time in which it was held up itself as silence",
    file: "engine/jobmanager/resources/heartbeat-monitor.ts",
    original: "    this.#lastHeardMs = Math.min(nowMs, this.#lastHeardMs + Math.max(0, nowMs - dueMs));\n",
    planted: "    void nowMs;\n    void dueMs;\n",
    variant: "long-work",
    seeds: 20,
  },
  {
    name: "fewer checkpoints than one may be retained",
    file: "engine/configuration/options.ts",
    original: "    replace: (value) => Math.max(1, value),\n    warnsOfReplacement: true,",
    planted: "    replace: (value) => Math.max(0, value),\n    warnsOfReplacement: true,",
    variant: "none-retained",
    seeds: 20,
  },
  {
    name: "a duration that cannot be read counts as 0",
    file: "engine/configuration/value-types.ts",
    original: "  return parsed.ok ? parsed : errResult(errorOf(`java.lang.${parsed.error.exception}`, parsed.error.message));",
    planted: "  return parsed.ok ? parsed : okResult(0);",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "all savepoints of a job are written to one directory",
    file: "engine/jobmanager/savepoints/savepoint-path.ts",
    original: "-${randomHexId(rng, RANDOM_DIGITS)}`;",
    planted: "-${randomHexId({ next: () => 0 }, RANDOM_DIGITS)}`;",
    variant: "user-actions",
    seeds: 20,
  },
  {
    name: "a topic keeps only what the job that is ahead needs",
    file: "engine/kafka/retention.ts",
    original: "(lowest === undefined || offset < lowest.offset)",
    planted: "(lowest === undefined || offset > lowest.offset)",
    variant: "two-jobs-small-topic",
    seeds: 20,
  },
  {
    name: "the savepoint with which a job ends holds no records",
    file: "engine/jobmanager/job-master.ts",
    original: "    this.#services.retention.holdForSavepoint(externalPath, this.jobId, splitOffsetsOf(checkpoint));\n",
    planted: "",
    variant: "full-topic",
    seeds: 20,
  },
  {
    name: "the hold of a savepoint ends before the job that was started from it has a checkpoint",
    file: "engine/jobmanager/job-master.ts",
    original: '    this.#switchStatus("RUNNING");\n    this.#restoreLatest();\n',
    planted: '    this.#releaseRestored();\n    this.#switchStatus("RUNNING");\n    this.#restoreLatest();\n',
    variant: "full-topic",
    seeds: 20,
  },
  {
    name: "a savepoint that should cancel its job does not",
    file: "engine/jobmanager/savepoints/job-savepoints.ts",
    original: "        if (cancelJob) this.#job.cancel();",
    planted: "",
    variant: "user-actions",
    seeds: 20,
  },
];

const BUGS_OF_CASES: readonly BugOfCase[] = [
  {
    name: "a source that has been idle never says that it is active again",
    file: "core/watermarks.ts",
    original: '      this.#isIdle = false;\n      this.#output.emitWatermarkStatus("active");',
    planted: "",
    caseName: "sources-become-active-again",
  },
  {
    name: "a drain closes the windows although all sources are idle",
    file: "engine/taskmanager/source-task.ts",
    original: "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    planted:
      '    if (drain) this.#context.output.emitWatermarkStatus("active");\n' +
      "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    caseName: "drain-while-all-sources-are-idle",
  },
  {
    name: "a drain closes the windows although no source has had records since all were idle",
    file: "engine/taskmanager/source-task.ts",
    original: "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    planted:
      '    if (drain) this.#context.output.emitWatermarkStatus("active");\n' +
      "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    caseName: "drain-just-after-a-pause",
  },
  {
    name: "a drain closes no window if the sources have paused for a moment",
    file: "engine/taskmanager/source-task.ts",
    original: "    if (drain) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    planted: "    if (drain && this.#idleSinceMs === undefined) this.#context.output.emitWatermark(Number.POSITIVE_INFINITY);",
    caseName: "drain-just-before-sources-are-idle",
  },
  {
    name: "a start ignores the savepoint of its request",
    file: "engine/rest-api/jars.ts",
    original: '  return path === "" ? undefined : { path, allowNonRestoredState, claimMode };',
    planted: "  return undefined;",
    caseName: "many-restarts-after-a-start-from-a-drain",
  },
];

/** Plants the bug for as long as `run` takes. */
async function withBug(
  { file, original, planted }: Pick<PlantedBug, "file" | "original" | "planted">,
  run: () => Promise<void>,
): Promise<void> {
  const path = join(directory, file);
  const text = await readFile(path, "utf8");
  // The patch must still apply, once: else this test would prove nothing.
  expect(text.split(original).length - 1, `occurrences of the patched text in ${file}`).toBe(1);
  await writeFile(path, text.replace(original, planted));
  try {
    await run();
  } finally {
    await writeFile(path, text);
  }
}

describe("a planted bug is found", () => {
  it.each(BUGS)("[SIM5] $name: within $seeds seeds", { timeout: HANG_MS }, async (bug) => {
    await withBug(bug, async () => {
      const { failed, seeds: needed } = await simulateUntilFound(bug.seeds, bug.variant);
      expect(failed.length).toBe(1);
      process.stdout.write(`planted bug: ${bug.name}: found after ${needed} seeds (${failed[0]?.problems[0]})\n`);
    });
  });

  it.each(BUGS_OF_CASES)("[SIM5] $name: by the case $caseName", { timeout: HANG_MS }, async (bug) => {
    await withBug(bug, async () => {
      const { failed } = await simulateInCopy(["--case", bug.caseName]);
      expect(failed.length).toBe(1);
      process.stdout.write(`planted bug: ${bug.name}: found (${failed[0]?.problems[0]})\n`);
    });
  });

  // The variant "user-actions" has a test of its own.
  it.each([
    // exactly-once.test.ts runs hundreds of seeds of it.
    { variant: undefined, seeds: 1 },
    { variant: "several-retained", seeds: 20 },
    { variant: "late-acknowledgements", seeds: 10 },
    // The variants of retention.test.ts are run there.
    { variant: "long-work", seeds: 10 },
    { variant: "none-retained", seeds: 10 },
  ])("and nothing without one (variant: $variant)", { timeout: HANG_MS }, async ({ variant, seeds }) => {
    expect(await simulateUntilFound(seeds, variant)).toMatchObject({ seeds, failed: [] });
  });
});
