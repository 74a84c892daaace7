// The effect of a stop with drain on the open windows of Click Event Count, read from topic
// `output`.
import { type OutputValue, outputValueSchema } from "../../src/rest/playground.ts";
import { type Backend, until } from "./backend.ts";
import { atLeast, type Claims, each, is, ofEach } from "./claims.ts";
import { stop, run, untilRunning } from "./journey.ts";
import { PARALLELISM, PROGRAM_ARGUMENTS, type Scene } from "./scene.ts";

/**
 * One drain and its consequences. Each starts where the previous one ends; the first starts from
 * `scene.savepoint`.
 */
export interface Drain {
  readonly name: string;
  readonly claims: (scene: Scene) => Promise<Claims>;
}

const CLICKS_PER_PAGE = 1_000;
const PAGES = 6;
const CLICKS_PER_WINDOW = CLICKS_PER_PAGE * PAGES;
const USUAL_PACE = 400;
/** Slow enough to stay in one window for minutes, fast enough that no partition becomes idle. */
const SLOW_PACE = 10;
/** Three times the sources' idleness timeout. */
const SURELY_IDLE_MS = 15_000;

type Offsets = ReadonlyMap<number, number>;

async function drainOfIdleSources(scene: Scene): Promise<Claims> {
  const { backend } = scene;
  await restart(scene);
  await setPace(backend, 0);
  await until(backend, "sources that are idle", async () => {
    const get = "Source__ClickEvent_Source.sourceIdleTime";
    const vertex = { jobid: scene.jobid, vertexid: scene.vertexIds[0] ?? "" };
    const [idle] = await backend.client.call("subtasksMetrics", vertex, { get, agg: "min" });
    return Number(idle?.min) >= SURELY_IDLE_MS ? true : undefined;
  });
  const before = await endOf(backend);
  await stop(scene, { drain: true });
  const closed = await resultsSince(backend, before);

  await setPace(backend, USUAL_PACE);
  await restart(scene);
  const completed = await until(backend, "the window that was open", async () => {
    const results = await resultsSince(backend, before);
    return results.length >= PAGES ? results.slice(0, PAGES) : undefined;
  });
  return {
    "the drain closes no window": is(closed, []),
    "the job that starts from its savepoint completes the window that was open": is(completed, each({ count: CLICKS_PER_PAGE })),
  };
}

async function drainOfActiveSources(scene: Scene): Promise<Claims> {
  const { backend } = scene;
  await untilWindowIsHalfFull(backend);
  const before = await endOf(backend);
  const drainedJob = scene.jobid;
  await stop(scene, { drain: true });
  const listed = (await backend.client.call("playgroundDrains", {}, {})).drains.at(-1);
  const parts = await resultsSince(backend, before);
  const partOf = new Map(parts.filter(({ count }) => count < CLICKS_PER_PAGE).map((part) => [cellOf(part), part.count]));

  const afterwards = await endOf(backend);
  await setPace(backend, USUAL_PACE);
  await restart(scene);
  const rests = await until(backend, "the rest of the windows that were cut", async () => {
    const found = (await resultsSince(backend, afterwards)).filter((result) => partOf.has(cellOf(result)));
    return new Set(found.map(cellOf)).size === partOf.size ? found : undefined;
  });
  return {
    "the newest drain that is listed is that of the job": is(listed?.jobId, drainedJob),
    "its savepoint is complete": is(listed?.completed, true),
    "the drain closes a window that is not full, for each page": is(partOf.size, atLeast(PAGES)),
    ...ofEach(rests, (rest) => ({
      "the job that starts from its savepoint counts the rest": is(rest.count + (partOf.get(cellOf(rest)) ?? 0), CLICKS_PER_PAGE),
    })),
  };
}

async function restart(scene: Scene): Promise<void> {
  await run(scene, PARALLELISM, PROGRAM_ARGUMENTS, scene.savepoint);
  await untilRunning(scene, PARALLELISM);
}

async function setPace({ client }: Backend, recordsPerSecond: number): Promise<void> {
  await client.call("patchGenerator", {}, {}, { body: { recordsPerSecond } });
}

/** Leaves the generator slow, and far from the end of a window. */
async function untilWindowIsHalfFull(backend: Backend): Promise<void> {
  const isHalfFull = async (): Promise<true | undefined> => {
    const clicks = (await rangesOf(backend, "input")).reduce((sum, { endOffset }) => sum + endOffset, 0) % CLICKS_PER_WINDOW;
    return clicks > CLICKS_PER_WINDOW / 4 && clicks < (CLICKS_PER_WINDOW * 3) / 4 ? true : undefined;
  };
  await until(backend, "a window that is half full and stays so", async () => {
    await setPace(backend, USUAL_PACE);
    await until(backend, "a window that is half full", isHalfFull);
    await setPace(backend, SLOW_PACE);
    return isHalfFull();
  });
}

async function rangesOf({ client }: Backend, topic: string) {
  return (await client.call("playgroundTopics", {}, {})).topics.find(({ name }) => name === topic)?.partitions ?? [];
}

/** The current end of topic `output`, by partition. */
async function endOf(backend: Backend): Promise<Offsets> {
  return new Map((await rangesOf(backend, "output")).map(({ partition, endOffset }) => [partition, endOffset]));
}

/** The records written to topic `output` since then, in the order of each partition. */
async function resultsSince({ client }: Backend, since: Offsets): Promise<readonly OutputValue[]> {
  const results: OutputValue[] = [];
  for (const [partition, offset] of since) {
    const { records } = await client.call("playgroundRecords", { topic: "output" }, { partition, offset, max: 10_000 });
    results.push(...records.map(({ value }) => outputValueSchema.parse(JSON.parse(value))));
  }
  return results;
}

function cellOf({ windowStart, page }: OutputValue): string {
  return `${windowStart} ${page}`;
}

/** All drains, in their order. */
export const DRAINS: readonly Drain[] = [
  { name: "a drain while all sources are idle leaves the windows open, in its savepoint", claims: drainOfIdleSources },
  { name: "a drain while sources are active closes the windows as they are", claims: drainOfActiveSources },
];
