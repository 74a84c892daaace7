import type { JobStatus } from "../../../rest/states.ts";
import type { JobGraph } from "../../graph/job-graph.ts";
import { StorageError, type Host } from "../../host.ts";
import type { PartitionRange } from "../../protocol/broker.ts";
import { errorOf, type ErrorInfo } from "../../protocol/error-info.ts";
import type { BrokerRetention } from "../broker-retention.ts";
import { CheckpointStatistics } from "../checkpoints/checkpoint-statistics.ts";
import { splitOffsetsOf, topicsOf } from "../checkpoints/completed-checkpoint.ts";
import type { StoredCheckpoint } from "../checkpoints/completed-checkpoint-store.ts";
import { ExceptionHistory, globalException } from "../scheduling/exception-history.ts";
import { jobInitializationFailed } from "../flink-errors.ts";
import type { FlinkLog } from "../../flink-log.ts";
import { describeRestartStrategy } from "../scheduling/restart-strategy.ts";
import { JobStatusTracker } from "../scheduling/job-status-tracker.ts";
import type { JobView, RootExceptionView } from "../jobmanager-view.ts";
import {
  fitToCheckpoint,
  loadCheckpoint,
  offsetProblem,
  type LoadedCheckpoint,
  type RestoreSettings,
} from "../savepoints/savepoint-restore.ts";

const LOGGER = "runtime.jobmaster.JobMaster";

/** What an initialization needs, and who hears how it ends. */
export interface JobInitialization {
  readonly host: Host;
  readonly log: FlinkLog;
  readonly retention: BrokerRetention;
  /** The job can begin: with this graph, and from this. */
  onReady(graph: JobGraph, restored: StoredCheckpoint, isCancelRequested: boolean): void;
  onFailed(error: ErrorInfo): void;
}

/**
 * A job that may not start: the savepoint that it starts from is being read and checked, or its
 * configuration was refused. Then a JobMaster takes its place, or it is FAILED. Flink:
 * DefaultJobMasterServiceProcess, and the sparse ArchivedExecutionGraph of a job whose
 * initialization failed.
 */
export class InitializingJob implements JobView {
  readonly jobId: string;
  readonly name: string;
  /** A job that never began shows no vertices. */
  readonly graph: JobGraph;
  readonly slotSharingGroupId = "";
  readonly vertices = [];
  readonly checkpoints = new CheckpointStatistics(0);
  readonly numRestarts = 0;
  readonly restartStrategyDescription = describeRestartStrategy(undefined);
  readonly #wanted: JobGraph;
  readonly #services: JobInitialization;
  readonly #tracker: JobStatusTracker;
  readonly #history = new ExceptionHistory(1);
  #isCancelRequested = false;

  constructor(graph: JobGraph, services: JobInitialization) {
    this.jobId = graph.jobId;
    this.name = graph.name;
    this.graph = { ...graph, vertices: [], edges: [] };
    this.#wanted = graph;
    this.#services = services;
    this.#tracker = new JobStatusTracker(graph.name, services.host.clock.now());
  }

  get status(): JobStatus {
    return this.#tracker.status;
  }

  get statusTimestamps(): Readonly<Record<JobStatus, number>> {
    return this.#tracker.timestamps;
  }

  get exceptionHistory(): readonly RootExceptionView[] {
    return this.#history.entries;
  }

  vertex(): undefined {
    return undefined;
  }

  /** Remembered until the job can be cancelled. */
  cancel(): void {
    this.#isCancelRequested = true;
  }

  /** Reads and checks the savepoint. This or {@link fail} is to be called, once. */
  restore(settings: RestoreSettings): void {
    const { path, allowNonRestoredState } = settings;
    const suffix = allowNonRestoredState ? "allowing non restored state" : "";
    this.#services.log.info(LOGGER, `Starting job ${this.jobId} from savepoint ${path} (${suffix})`);
    loadCheckpoint(this.#services.host.storage, path).then(
      (loaded) => {
        if (loaded.ok) this.#askForOffsets(settings, loaded.value);
        else this.fail(loaded.error);
      },
      (error: unknown) => {
        // Anything but a fault of the storage is a bug of ours and none of the user's.
        if (!(error instanceof StorageError)) throw error;
        this.fail(errorOf("java.io.IOException", error.message));
      },
    );
  }

  /** The records that the sources will read next must still exist. Asks once for every topic. */
  #askForOffsets(settings: RestoreSettings, loaded: LoadedCheckpoint): void {
    // Hold the records before asking for them, so that none are deleted before the answer.
    this.#services.retention.holdForJob(this.jobId, { type: "from-offsets", offsets: splitOffsetsOf(loaded.checkpoint) });
    const ranges = new Map<string, readonly PartitionRange[] | undefined>();
    const topics = topicsOf(loaded.checkpoint);
    if (topics.length === 0) this.#check(settings, loaded, ranges);
    for (const topic of topics) {
      this.#services.retention.ranges(topic, (answer) => {
        ranges.set(topic, answer);
        if (ranges.size === topics.length) this.#check(settings, loaded, ranges);
      });
    }
  }

  #check(settings: RestoreSettings, loaded: LoadedCheckpoint, ranges: ReadonlyMap<string, readonly PartitionRange[] | undefined>): void {
    const fitted = fitToCheckpoint(this.#wanted, loaded, settings.allowNonRestoredState);
    if (!fitted.ok) {
      this.fail(fitted.error);
      return;
    }
    const problem = offsetProblem(loaded.checkpoint, ranges);
    if (problem !== undefined) {
      this.fail(errorOf("org.apache.kafka.clients.consumer.OffsetOutOfRangeException", problem));
      return;
    }
    const { checkpoint, directory } = loaded;
    const isOwned = settings.claimMode === "CLAIM";
    this.#services.onReady(fitted.value, { checkpoint, directory, isOwned }, this.#isCancelRequested);
  }

  /** The job cannot begin: it is FAILED. */
  fail(cause: ErrorInfo): void {
    const { host, log, retention } = this.#services;
    retention.releaseJob(this.jobId);
    const error = jobInitializationFailed(cause);
    const now = host.clock.now();
    this.#tracker.switchTo("FAILED", now);
    this.#history.addRoot(globalException(error, now));
    log.error("runtime.dispatcher.StandaloneDispatcher", `Job ${this.jobId} reached terminal state FAILED.\n${error.stack.trimEnd()}`);
    this.#services.onFailed(error);
  }
}
