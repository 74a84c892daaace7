// Gives a job a known amount of keyed state.
import { type ClusterUnderTest, get, send, sumOfMetric, until, untilRunning, vertexNamed } from "./cluster-under-test.ts";
import type { StateSettings } from "./job-settings.ts";

const START_LIMIT_MS = 60_000;
const FILL_LIMIT_MS = 900_000;
/**
 * Slow enough to be stopped in time. Without a limit, twenty million clicks are sent per second and
 * would close the window.
 */
const FILL_RECORDS_PER_SECOND = 1_000_000;
/**
 * Until the first click has arrived, and with it the names of all keys, which takes seconds. At
 * full pace too many clicks would be due by then.
 */
const FIRST_RECORDS_PER_SECOND = 1_000;
/**
 * The playground's pace: low enough that event time does not advance, high enough for a working
 * job.
 */
const TRICKLE_RECORDS_PER_SECOND = 400;

/** A job with state. */
export interface FilledJob {
  readonly jobId: string;
  readonly counterId: string;
}

/**
 * Sends the clicks to a cluster of `clusterForState` and waits until they are counted. After that
 * they arrive at the playground's pace.
 */
export async function fillState(cluster: ClusterUnderTest, { records }: StateSettings): Promise<FilledJob> {
  const jobId = await untilRunning(cluster, START_LIMIT_MS);
  const counterId = await vertexNamed(cluster, jobId, "ClickEvent Counter");
  const counted = async () => (await sumOfMetric(cluster, jobId, counterId, "numRecordsIn")) ?? 0;
  await setRate(cluster, FIRST_RECORDS_PER_SECOND);
  await until("the first clicks counted", FILL_LIMIT_MS, async () => ((await counted()) > 0 ? true : undefined));
  await setRate(cluster, FILL_RECORDS_PER_SECOND);
  await until("enough clicks sent", FILL_LIMIT_MS, async () => ((await sentRecords(cluster)) >= records ? true : undefined));
  await setRate(cluster, 0);
  await until("all clicks counted", FILL_LIMIT_MS, async () => {
    const read = await counted();
    return read >= records && read === (await sentRecords(cluster)) ? true : undefined;
  });
  await setRate(cluster, TRICKLE_RECORDS_PER_SECOND);
  return { jobId, counterId };
}

async function setRate(cluster: ClusterUnderTest, recordsPerSecond: number | null): Promise<void> {
  // With millions of keys the generator is busy creating them and may not answer in time.
  await until("the rate taken", FILL_LIMIT_MS, async () => {
    await send(cluster, "PATCH", "/playground/generator", { recordsPerSecond });
    return true;
  });
}

async function sentRecords(cluster: ClusterUnderTest): Promise<number> {
  return (await get<{ readonly sent: number }>(cluster, "/playground/generator")).sent;
}
