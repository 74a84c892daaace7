// A job at work: every vertex, every subtask, every attempt. Flink: DefaultExecutionGraph, ExecutionJobVertex, ExecutionVertex.

import { assert, ensureExists } from "../../../base/assert.ts";
import { RingBuffer } from "../../../base/ring-buffer.ts";
import type { ExecutionState } from "../../../rest/states.ts";
import type { JobGraph, JobVertex } from "../../graph/job-graph.ts";
import { aggregateState } from "./aggregate-state.ts";
import { Execution } from "./execution.ts";
import type { ExecutionJobVertexView, ExecutionVertexView } from "../jobmanager-view.ts";

/** One subtask with its current attempt and the earlier ones. */
export class ExecutionVertex implements ExecutionVertexView {
  readonly subtaskIndex: number;
  readonly #graphId: string;
  readonly #vertex: JobVertex;
  readonly #history: RingBuffer<Execution>;
  #current: Execution;

  constructor(graphId: string, vertex: JobVertex, subtaskIndex: number, historySize: number, now: number) {
    this.#graphId = graphId;
    this.#vertex = vertex;
    this.subtaskIndex = subtaskIndex;
    this.#history = new RingBuffer(historySize);
    this.#current = new Execution(graphId, vertex, subtaskIndex, 0, now);
  }

  get current(): Execution {
    return this.#current;
  }

  get history(): readonly Execution[] {
    return this.#history.toArray();
  }

  attempt(attempt: number): Execution | undefined {
    if (attempt === this.#current.attemptNumber) return this.#current;
    return this.history.find(({ attemptNumber }) => attemptNumber === attempt);
  }

  /** Puts a new attempt, CREATED, in the place of one that has ended. */
  resetForNewExecution(now: number): void {
    assert(this.#current.isTerminal, `${this.#current.taskNameWithSubtask} is ${this.#current.state}: it cannot be tried again yet`);
    this.#history.push(this.#current);
    this.#current = new Execution(this.#graphId, this.#vertex, this.subtaskIndex, this.#current.attemptNumber + 1, now);
  }
}

/** One vertex with its subtasks. */
export class ExecutionJobVertex implements ExecutionJobVertexView {
  readonly vertex: JobVertex;
  readonly subtasks: readonly ExecutionVertex[];

  constructor(graphId: string, vertex: JobVertex, historySize: number, now: number) {
    this.vertex = vertex;
    this.subtasks = Array.from({ length: vertex.parallelism }, (_, index) => new ExecutionVertex(graphId, vertex, index, historySize, now));
  }

  get aggregateState(): ExecutionState {
    return aggregateState(this.subtasks.map((subtask) => subtask.current.state));
  }
}

/** The whole graph of one job. */
export class ExecutionGraph {
  readonly graph: JobGraph;
  /** Random for each graph that is built: the first part of its attempt ids. */
  readonly graphId: string;
  /** In topological order, sources first. */
  readonly vertices: readonly ExecutionJobVertex[];
  readonly #vertexById: ReadonlyMap<string, ExecutionJobVertex>;
  readonly #currentByAttemptId = new Map<string, Execution>();

  constructor(graph: JobGraph, graphId: string, attemptsHistorySize: number, now: number) {
    this.graph = graph;
    this.graphId = graphId;
    this.vertices = graph.vertices.map((vertex) => new ExecutionJobVertex(graphId, vertex, attemptsHistorySize, now));
    this.#vertexById = new Map(this.vertices.map((vertex) => [vertex.vertex.id, vertex]));
    this.#registerCurrent();
  }

  /** Slots that the job needs: one holds one subtask of each vertex. */
  get requiredSlots(): number {
    return Math.max(...this.vertices.map(({ vertex }) => vertex.parallelism));
  }

  /** Every current attempt, vertex by vertex in topological order. */
  get executions(): readonly Execution[] {
    return [...this.#currentByAttemptId.values()];
  }

  vertex(vertexId: string): ExecutionJobVertex | undefined {
    return this.#vertexById.get(vertexId);
  }

  /** A vertex that an edge of this graph names. */
  existingVertex(vertexId: string): ExecutionJobVertex {
    return ensureExists(this.#vertexById.get(vertexId), `vertex ${vertexId}`);
  }

  /** The current attempt of that id; undefined for one that was replaced. */
  execution(attemptId: string): Execution | undefined {
    return this.#currentByAttemptId.get(attemptId);
  }

  /** A new attempt for every subtask; all must have ended. */
  resetForNewExecutions(now: number): void {
    for (const vertex of this.vertices) for (const subtask of vertex.subtasks) subtask.resetForNewExecution(now);
    this.#registerCurrent();
  }

  #registerCurrent(): void {
    this.#currentByAttemptId.clear();
    for (const vertex of this.vertices) {
      for (const { current } of vertex.subtasks) this.#currentByAttemptId.set(current.attemptId, current);
    }
  }
}
