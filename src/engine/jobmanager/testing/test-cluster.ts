import { clickEventCount, parseClickEventCountArguments } from "../../graph/click-event-count.ts";
import type { JobGraph } from "../../graph/job-graph.ts";
import type { ConfigEntry } from "../../configuration/configuration.ts";
import { readProgramConfiguration } from "../cluster-configuration.ts";
import type { JobMaster } from "../job-master.ts";
import { JobManager } from "../job-manager.ts";
import { FakeHost } from "./fake-host.ts";
import { ScriptedTaskManager } from "./scripted-task-manager.ts";

export const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";

const PLAYGROUND: readonly ConfigEntry[] = [
  { key: "parallelism.default", value: "2" },
  { key: "heartbeat.interval", value: "1000" },
  { key: "heartbeat.timeout", value: "5000" },
  { key: "metrics.fetcher.update-interval", value: "1000" },
];

/** A JobManager with Click Event Count submitted, on a fake host. */
export class TestCluster {
  readonly host = new FakeHost();
  readonly jobManager: JobManager;
  readonly job: JobMaster;

  constructor(options: { configuration?: Readonly<Record<string, string>>; programArguments?: readonly string[] } = {}) {
    const extra = Object.entries(options.configuration ?? {}).map(([key, value]) => ({ key, value }));
    this.jobManager = new JobManager(this.host, [...PLAYGROUND, ...extra]);
    void this.jobManager.submit(this.graph(options.programArguments ?? ["--checkpointing", "--event-time"]));
    const job = this.jobManager.jobMaster(JOB_ID);
    if (job === undefined) throw new Error("the job was not taken");
    this.job = job;
  }

  graph(programArguments: readonly string[], parallelism?: number): JobGraph {
    const parsed = parseClickEventCountArguments(programArguments);
    if (!parsed.ok) throw new Error(parsed.error);
    const { configuration } = this.jobManager;
    const program = readProgramConfiguration(configuration);
    return clickEventCount(parsed.value, {
      jobId: JOB_ID,
      slotSharingGroupId: "7822fce8af9eba8e05a42166776c4457",
      ...program,
      parallelism: parallelism ?? program.parallelism,
      configuration,
    });
  }

  taskManager(container = "taskmanager-1", numberOfSlots = 2, id: string = container): ScriptedTaskManager {
    return new ScriptedTaskManager(this.host, this.jobManager, container, numberOfSlots, id);
  }

  /** How many current attempts are in each state, e.g. `{ RUNNING: 8 }`. */
  get taskCounts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { state } of this.job.executionGraph.executions) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }
}
