// Click Event Count without a JobManager's wits: deployments are made by hand, checkpoints triggered by the test.

import type { OperatorSpec, ShipStrategy } from "../../graph/job-graph.ts";
import type { PeerSubtask, SnapshotType, TaskDeployment } from "../../protocol/jobmanager-taskmanager.ts";
import type { RestoredState } from "../../protocol/state.ts";
import { startTaskManager } from "../start-task-manager.ts";
import { FakeBroker } from "./fake-broker.ts";
import { FakeJobManager } from "./fake-job-manager.ts";
import { FakeNetwork, START_MS } from "./fake-network.ts";

/** Order of the vertices in the job. */
export const VERTICES = ["source", "counter", "writer", "committer"] as const;
export type VertexName = (typeof VERTICES)[number];

export const WINDOW_MS = 15_000;

const OPERATORS: Readonly<Record<VertexName, OperatorSpec>> = {
  source: {
    kind: "source",
    topic: "input",
    groupId: "click-event-count",
    startingOffsets: "earliest",
    watermarks: { maxOutOfOrdernessMs: 200, idlenessMs: 5_000 },
  },
  counter: { kind: "window-count", sizeMs: WINDOW_MS, time: "event" },
  writer: { kind: "sink-writer", topic: "output" },
  committer: { kind: "sink-committer" },
};

/** How the job runs. */
export interface TestClusterOptions {
  readonly parallelism?: number;
  readonly partitions?: number;
  readonly taskManagers?: number;
  /** Container of a subtask; by default subtask i of every vertex is on TaskManager i modulo their number. */
  readonly place?: (vertex: VertexName, subtaskIndex: number) => number;
  readonly operators?: Partial<Record<VertexName, OperatorSpec>>;
  /** Default true. */
  readonly checkpointingEnabled?: boolean;
}

/** A network with a JobManager, a broker and TaskManagers, the job not yet deployed. */
export class TestCluster {
  readonly network = new FakeNetwork();
  readonly jobManager: FakeJobManager;
  readonly broker: FakeBroker;
  readonly parallelism: number;
  readonly #options: TestClusterOptions;
  readonly #taskManagers: number;

  constructor(options: TestClusterOptions = {}) {
    this.#options = options;
    this.parallelism = options.parallelism ?? 1;
    this.#taskManagers = options.taskManagers ?? 1;
    this.jobManager = new FakeJobManager(this.network.start("jobmanager"));
    this.broker = new FakeBroker(this.network.start("kafka"), options.partitions ?? this.parallelism);
    for (let index = 0; index < this.#taskManagers; index++) this.startTaskManager(index);
  }

  startTaskManager(index: number): void {
    const container = containerName(index);
    startTaskManager(this.network.start(container), {
      taskManagerId: `${container}:6122-abcdef`,
      configuration: [{ key: "taskmanager.numberOfTaskSlots", value: "8" }],
      rpcAddress: `pekko.tcp://flink@${container}:6122/user/rpc/taskmanager_0`,
      dataPort: 6121,
    });
  }

  /** Deploys every subtask as attempt number `attempt`; `restore` is asked for each. */
  async deploy(attempt = 0, restore?: (vertex: VertexName, subtaskIndex: number) => RestoredState | undefined): Promise<void> {
    await this.network.settle();
    for (const vertex of VERTICES) {
      for (let subtask = 0; subtask < this.parallelism; subtask++)
        this.submit(this.deployment(vertex, subtask, attempt, restore?.(vertex, subtask)));
    }
    await this.network.settle();
  }

  submit(deployment: TaskDeployment): void {
    const vertex = deployment.vertexName as VertexName;
    this.jobManager.send(this.containerOf(vertex, deployment.subtaskIndex), { type: "submit-task", deployment });
  }

  deployment(vertex: VertexName, subtaskIndex: number, attempt = 0, restore?: RestoredState): TaskDeployment {
    const position = VERTICES.indexOf(vertex);
    const before = VERTICES[position - 1];
    const after = VERTICES[position + 1];
    return {
      jobId: "f4d5b097a90a7d463e51caafbe30028a",
      jobName: "Click Event Count",
      vertexId: vertex,
      vertexName: vertex,
      subtaskIndex,
      parallelism: this.parallelism,
      maxParallelism: 128,
      attemptNumber: attempt,
      attemptId: attemptId(vertex, subtaskIndex, attempt),
      allocationId: `allocation-${subtaskIndex}`,
      operator: this.#options.operators?.[vertex] ?? OPERATORS[vertex],
      inputs: before === undefined ? [] : [this.#input(before, shipStrategy(before), subtaskIndex, attempt)],
      outputs: after === undefined ? [] : [this.#output(after, shipStrategy(vertex), subtaskIndex, attempt)],
      ...(restore && { restore }),
      checkpointingEnabled: this.#options.checkpointingEnabled ?? true,
      dataInlineThresholdBytes: 20 * 1024,
      bufferTimeoutMs: 100,
      autoWatermarkIntervalMs: 200,
    };
  }

  containerOf(vertex: VertexName, subtaskIndex: number): string {
    return containerName(this.#options.place?.(vertex, subtaskIndex) ?? subtaskIndex % this.#taskManagers);
  }

  /** Asks every source for a barrier. */
  async triggerCheckpoint(checkpointId: number, attempt = 0, snapshotType: SnapshotType = "checkpoint"): Promise<void> {
    for (let subtask = 0; subtask < this.parallelism; subtask++) this.triggerSource(checkpointId, subtask, attempt, snapshotType);
    await this.network.settle();
  }

  triggerSource(checkpointId: number, subtask: number, attempt = 0, snapshotType: SnapshotType = "checkpoint"): void {
    const directory = `/tmp/flink-checkpoints-directory/f4d5b097a90a7d463e51caafbe30028a/chk-${checkpointId}`;
    const barrier = { checkpointId, triggerTimestamp: START_MS + Math.floor(this.network.nowMs), snapshotType, directory };
    this.jobManager.broadcast({ type: "trigger-checkpoint", attemptId: attemptId("source", subtask, attempt), barrier });
  }

  /** Every attempt of the job. */
  attempts(attempt = 0): string[] {
    return VERTICES.flatMap((vertex) =>
      Array.from({ length: this.parallelism }, (_, subtask) => attemptId(vertex, subtask, attempt)),
    ).toSorted();
  }

  #input(producer: VertexName, strategy: ShipStrategy, subtaskIndex: number, attempt: number): TaskDeployment["inputs"][number] {
    const producers = this.#peers(producer, strategy, subtaskIndex, attempt);
    return { index: 0, producerVertexId: producer, partitionIndex: 0, shipStrategy: strategy, producers };
  }

  #output(consumer: VertexName, strategy: ShipStrategy, subtaskIndex: number, attempt: number): TaskDeployment["outputs"][number] {
    const consumers = this.#peers(consumer, strategy, subtaskIndex, attempt);
    return { index: 0, consumerVertexId: consumer, shipStrategy: strategy, consumerMaxParallelism: 128, consumerGateIndex: 0, consumers };
  }

  #peers(vertex: VertexName, strategy: ShipStrategy, subtaskIndex: number, attempt: number): PeerSubtask[] {
    const all = Array.from({ length: this.parallelism }, (_, index) => index);
    const chosen = strategy === "FORWARD" ? [subtaskIndex] : all;
    return chosen.map((index) => {
      const container = this.containerOf(vertex, index);
      const peerId = attemptId(vertex, index, attempt);
      return { attemptId: peerId, subtaskIndex: index, container, taskManagerId: `${container}:6122-abcdef`, dataPort: 6121 };
    });
  }
}

/** As the JobManager names attempts, with the vertex's name for its id. */
export function attemptId(vertex: VertexName, subtaskIndex: number, attempt = 0): string {
  return `816044228376acb18feca4da8e9ee0b1_${vertex}_${subtaskIndex}_${attempt}`;
}

function containerName(index: number): string {
  return `taskmanager-${index + 1}`;
}

function shipStrategy(producer: VertexName): ShipStrategy {
  return producer === "source" ? "HASH" : "FORWARD";
}
