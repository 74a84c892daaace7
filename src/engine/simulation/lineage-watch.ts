// Records which job wrote each result, where each drain has cut the input, and what each job was started from. The judge of drains
// compares every result with the only count that it may have. All of this comes from messages between containers and the JobManager's
// replies, not from the engine's internal state.

import type { RecordBatch } from "../../core/batch.ts";
import type { JarRun, JarRunRequest } from "../../rest/jars.ts";
import type { EngineRequest, EngineResponse } from "../host.ts";
import type { FromBroker, ToBroker } from "../protocol/broker.ts";
import type { SnapshotType, ToJobManager, ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import { formatWindow } from "./proof.ts";
import type { SimulatedActor } from "./simulated-actor.ts";
import type { SimulatedLinkEnd } from "./simulated-link.ts";
import type { Simulation } from "./simulation.ts";

/** Offsets of the next records to be read, by partition of topic `input`. Of a source that died before it told, none. */
export type Cut = ReadonlyMap<number, number>;

/** A checkpoint or savepoint that was begun. */
export interface Snapshot {
  readonly jobId: string;
  readonly checkpointId: number;
  readonly isDrain: boolean;
  /** As far as the sources have acknowledged. */
  readonly cut: Map<number, number>;
  /** When the first and the last source were told, simulated ms. Undefined: none was. */
  told: { readonly firstMs: number; readonly lastMs: number } | undefined;
  /** Since when all of them had been running when the JobManager sent for them, simulated ms; Infinity if one was not. */
  runningSinceMs: number;
}

/** Records that a source received. */
export interface Receipt {
  /** Simulated ms. */
  readonly atMs: number;
  readonly partition: number;
  /** Behind the last of them. */
  readonly nextOffset: number;
}

/** A result as a sink writer handed it to the broker. */
export interface WrittenResult {
  readonly jobId: string;
  /** Of the window operator. */
  readonly attemptId: string;
  readonly windowStartMs: number;
  readonly page: string;
  readonly count: number;
}

/** Follows a simulation from its beginning. */
export class LineageWatch {
  /** In the order in which the broker took them. */
  readonly results: WrittenResult[] = [];
  /** Problems: results that one attempt of a sink writer wrote more than once. */
  readonly writtenTwice: string[] = [];
  /** Jobs of which a task has acknowledged a checkpoint or savepoint. No other job can have completed one. */
  readonly jobsWithAcknowledgements = new Set<string>();
  /** By directory, without scheme. */
  readonly snapshots = new Map<string, Snapshot>();
  /** Each job that a user started, with the path that its request named, if any. The JobManager's log may have dropped it by the end of a run. */
  readonly starts = new Map<string, string | undefined>();
  /** What sources received of topic `input`, in the order of time. By job. */
  readonly receipts = new Map<string, Receipt[]>();
  /** Of the window operators' attempts, after which their dictionaries are named. */
  readonly #jobOfAttempt = new Map<string, string>();
  readonly #snapshotOfSource = new Map<string, Snapshot>();
  /** Simulated ms, by attempt. */
  readonly #runningSinceMs = new Map<string, number>();
  readonly #simulation: Simulation;
  /** What was asked for over the sources' ends of their links to the broker, by request. */
  readonly #fetches = new WeakMap<SimulatedLinkEnd, Map<number, { readonly jobId: string; readonly partition: number }>>();
  readonly #writers = new WeakMap<SimulatedLinkEnd, { readonly names: string[]; readonly written: Set<string> }>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    const { onSend, onReceive, onAnswer } = simulation;
    simulation.onSend = (from, end, message) => {
      onSend?.(from, end, message);
      // The JobManager's links to TaskManagers and theirs to it speak one protocol.
      if (from.container === "jobmanager" && end.peer.startsWith("taskmanager-")) this.#ordered(message as ToTaskManager);
      else if (end.peer === "jobmanager") this.#reported(message as ToJobManager);
      else if (end.peer === "kafka") this.#asked(end, message as ToBroker);
    };
    simulation.onReceive = (to, end, message) => {
      onReceive?.(to, end, message);
      this.#received(to, end, message);
    };
    simulation.onAnswer = (by, request, response) => {
      onAnswer?.(by, request, response);
      this.#answered(request, response);
    };
  }

  /** The drains of a job, whether or not they succeeded. */
  drainsOf(jobId: string): readonly Snapshot[] {
    return [...this.snapshots.values()].filter((snapshot) => snapshot.isDrain && snapshot.jobId === jobId);
  }

  #answered({ method, url, body }: EngineRequest, response: EngineResponse): void {
    if (method !== "POST" || !/^\/jars\/[^/]+\/run$/.test(url) || response.status !== 200) return;
    const { savepointPath } = JSON.parse(body ?? "{}") as JarRunRequest;
    this.starts.set((JSON.parse(response.body) as JarRun).jobid, savepointPath);
  }

  #ordered(message: ToTaskManager): void {
    if (message.type === "submit-task") {
      this.#jobOfAttempt.set(message.deployment.attemptId, message.deployment.jobId);
      return;
    }
    if (message.type !== "trigger-checkpoint") return;
    const { checkpointId, directory, snapshotType } = message.barrier;
    const snapshot = this.snapshots.get(directory) ?? this.#begun(message.attemptId, checkpointId, snapshotType);
    const runningSinceMs = this.#runningSinceMs.get(message.attemptId) ?? Number.POSITIVE_INFINITY;
    snapshot.runningSinceMs = Math.max(snapshot.runningSinceMs, runningSinceMs);
    this.snapshots.set(directory, snapshot);
    this.#snapshotOfSource.set(message.attemptId, snapshot);
  }

  #begun(attemptId: string, checkpointId: number, snapshotType: SnapshotType): Snapshot {
    const jobId = this.#jobOfAttempt.get(attemptId) ?? "";
    const isDrain = snapshotType === "terminate-savepoint";
    return { jobId, checkpointId, isDrain, cut: new Map(), told: undefined, runningSinceMs: 0 };
  }

  #reported(message: ToJobManager): void {
    if (message.type === "task-state" && message.state === "RUNNING") this.#runningSinceMs.set(message.attemptId, this.#simulation.nowMs);
    if (message.type !== "acknowledge-checkpoint") return;
    this.jobsWithAcknowledgements.add(message.jobId);
    const snapshot = this.#snapshotOfSource.get(message.attemptId);
    if (snapshot?.checkpointId !== message.checkpointId) return;
    for (const { partition, offset } of message.state.splits ?? []) snapshot.cut.set(partition, offset);
  }

  #asked(reader: SimulatedLinkEnd, message: ToBroker): void {
    if (message.type !== "fetch" || message.topic !== "input") return;
    const { jobId, partition, requestId } = message;
    const fetches = this.#fetches.get(reader) ?? new Map<number, { readonly jobId: string; readonly partition: number }>();
    this.#fetches.set(reader, fetches);
    fetches.set(requestId, { jobId, partition });
  }

  #received(to: SimulatedActor, end: SimulatedLinkEnd, message: unknown): void {
    // All links to a container, and all from TaskManagers to one, speak one protocol.
    if (to.container === "kafka") this.#produced(end, message as ToBroker);
    else if (end.peer === "kafka") this.#fetched(end, message as FromBroker);
    else if (end.peer === "jobmanager") this.#told(message as ToTaskManager);
  }

  #fetched(reader: SimulatedLinkEnd, message: FromBroker): void {
    if (message.type !== "fetched") return;
    const fetches = this.#fetches.get(reader);
    const fetch = fetches?.get(message.requestId);
    fetches?.delete(message.requestId);
    if (fetch === undefined || message.batch.length === 0) return;
    const receipts = this.receipts.get(fetch.jobId) ?? [];
    this.receipts.set(fetch.jobId, receipts);
    receipts.push({ atMs: this.#simulation.nowMs, partition: fetch.partition, nextOffset: message.nextOffset });
  }

  #told(message: ToTaskManager): void {
    if (message.type !== "trigger-checkpoint") return;
    const { nowMs } = this.#simulation;
    const snapshot = this.snapshots.get(message.barrier.directory);
    if (snapshot !== undefined) snapshot.told = { firstMs: snapshot.told?.firstMs ?? nowMs, lastMs: nowMs };
  }

  #produced(end: SimulatedLinkEnd, message: ToBroker): void {
    if (message.type === "produce" && message.batch.type === "window-results") this.#written(end, message.batch);
  }

  #written(end: SimulatedLinkEnd, batch: Extract<RecordBatch, { type: "window-results" }>): void {
    const writer = this.#writers.get(end) ?? { names: [], written: new Set() };
    this.#writers.set(end, writer);
    const { dictionaryId, from, entries } = batch.dictionary;
    for (const [index, name] of entries.entries()) writer.names[from + index] = name;
    const jobId = this.#jobOfAttempt.get(dictionaryId) ?? "";
    for (let row = 0; row < batch.length; row++) {
      const page = writer.names[batch.keys[row] ?? -1] ?? "";
      const windowStartMs = batch.windowStartsMs[row] ?? Number.NaN;
      const key = `${windowStartMs} ${page}`;
      if (writer.written.has(key))
        this.writtenTwice.push(`${formatWindow(windowStartMs)} ${page}: written twice by one attempt of job ${jobId}`);
      writer.written.add(key);
      this.results.push({ jobId, attemptId: dictionaryId, windowStartMs, page, count: batch.results[row] ?? Number.NaN });
    }
  }
}
