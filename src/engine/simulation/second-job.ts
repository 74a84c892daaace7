// A second job beside the one that the cluster starts: it reads the same topic, checkpoints at another interval and writes to a topic of its own.

import type { Jars } from "../../rest/jars.ts";
import type { JobsOverview } from "../../rest/jobs.ts";
import type { Topics } from "../../rest/playground.ts";
import { randomStream } from "./random-stream.ts";
import type { SimulatedCluster } from "./simulated-cluster.ts";

/** The topic that the second job writes to. */
export const SECOND_OUTPUT = "output-of-the-second-job";

/** Early enough that no record is dropped before it begins. */
const START_MS = 1_000;
const LOOK_EVERY_MS = 50;
const LONGEST_START_MS = 5_000;

/** The job that was started second. */
export interface SecondJob {
  readonly jobId: string;
  /** It began with the very first record, so each of its results must be right. */
  readonly hasReadEverything: boolean;
}

/** Starts it, and waits until it has its hold on the topic. */
export async function startSecondJob(cluster: SimulatedCluster, seed: number): Promise<SecondJob> {
  const { simulation } = cluster;
  await simulation.runUntil(START_MS);
  const rng = randomStream(seed, "second job");
  const interval = `${2 + rng.below(10)} s`;
  const { files } = await cluster.get<Jars>("/jars");
  const response = await cluster.request("POST", `/jars/${files[0]?.id ?? ""}/run`, {
    programArgsList: ["--bootstrap.servers", "kafka:9092", "--event-time", "--output-topic", SECOND_OUTPUT],
    flinkConfiguration: { "execution.checkpointing.interval": interval, "execution.checkpointing.min-pause": interval },
    parallelism: 1 + rng.below(2),
  });
  if (response.status !== 200) throw new Error(`the second job did not start: ${response.body}`);
  const { jobid } = JSON.parse(response.body) as { readonly jobid: string };
  const isInitializing = async () => {
    const { jobs } = await cluster.get<JobsOverview>("/jobs/overview");
    return jobs.some(({ jid, state }) => jid === jobid && state === "INITIALIZING");
  };
  while ((await isInitializing()) && simulation.nowMs < LONGEST_START_MS) await simulation.runUntil(simulation.nowMs + LOOK_EVERY_MS);
  const { topics } = await cluster.get<Topics>("/playground/topics");
  const { partitions = [] } = topics.find(({ name }) => name === "input") ?? {};
  return { jobId: jobid, hasReadEverything: partitions.every(({ beginOffset }) => beginOffset === 0) };
}
