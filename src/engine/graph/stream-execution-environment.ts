// Jobs are declared in the DataStream API's words and come out as data. Flink: StreamExecutionEnvironment, DataStream, KeyedStream,
// WindowedStream. Chaining is off, as in the playground: each operator is a vertex of its own.

import { assert } from "../../base/assert.ts";
import { defaultMaxParallelism, MAX_PARALLELISM } from "../../core/key-groups.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import type { CheckpointConfig, JobEdge, JobGraph, JobVertex, OperatorSpec, ShipStrategy } from "./job-graph.ts";
import { committerUidOf, operatorIdOf } from "./operator-id.ts";

/** Where records come from, with the strategy for their watermarks. Flink: KafkaSource and WatermarkStrategy. */
export type Source = Omit<Extract<OperatorSpec, { kind: "source" }>, "kind">;

/** How records of a key are grouped. `of` is the size in ms. Flink: TumblingEventTimeWindows, TumblingProcessingTimeWindows. */
export interface WindowAssigner {
  readonly sizeMs: number;
  readonly time: "event" | "processing";
  /** As the window operator's description prints assigner and trigger. */
  readonly description: string;
}

/** Flink: TumblingEventTimeWindows.of. `sizeMs` in ms. */
export function tumblingEventTimeWindows(sizeMs: number): WindowAssigner {
  return { sizeMs, time: "event", description: `TumblingEventTimeWindows(${String(sizeMs)}), EventTimeTrigger` };
}

/** Flink: TumblingProcessingTimeWindows.of. `sizeMs` in ms. */
export function tumblingProcessingTimeWindows(sizeMs: number): WindowAssigner {
  return { sizeMs, time: "processing", description: `TumblingProcessingTimeWindows(${String(sizeMs)}), ProcessingTimeTrigger` };
}

/** Settings of the job as a whole, beside its operators. */
export interface ExecutionSettings {
  readonly parallelism: number;
  readonly checkpoints: CheckpointConfig;
  readonly configuration: readonly ConfigEntry[];
  readonly bufferTimeoutMs: number;
  readonly autoWatermarkIntervalMs: number;
}

interface Transformation {
  uid: string | undefined;
  name: string;
  description: string;
  parallelism: number;
  readonly operator: OperatorSpec;
  readonly input: { readonly transformation: Transformation; readonly keyed: boolean } | undefined;
}

/** What every operator's builder offers: uid, name, parallelism. */
abstract class Operator {
  protected readonly environment: StreamExecutionEnvironment;
  protected readonly transformation: Transformation;

  constructor(environment: StreamExecutionEnvironment, transformation: Transformation) {
    this.environment = environment;
    this.transformation = transformation;
  }

  /** Ties the operator's state to this id across versions of the job. */
  uid(uid: string): this {
    this.transformation.uid = uid;
    return this;
  }

  /** Overrides the job's parallelism for this operator. */
  setParallelism(parallelism: number): this {
    this.transformation.parallelism = parallelism;
    return this;
  }
}

/** A stream of records. Flink: SingleOutputStreamOperator. */
export class DataStream extends Operator {
  /** Name shown in the graph. */
  name(name: string): this {
    this.transformation.name = name;
    return this;
  }

  /** Passes every record through a function that changes nothing and takes `delayMs` for each, in even minutes of the wall clock. */
  mapSlowly(delayMs: number): DataStream {
    const operator = { kind: "slow-map", delayMs } as const;
    return this.environment.addOperator(this.transformation, { name: "Map", description: "", operator, keyed: false });
  }

  /** Partitions the stream by the records' key. */
  keyBy(): KeyedStream {
    return new KeyedStream(this.environment, this.transformation);
  }

  /** Writes the stream to a topic, at least once: a writer and its committer. */
  sinkTo(topic: string): DataStreamSink {
    return this.environment.addSink(this.transformation, topic);
  }
}

/** A stream of which all records of a key go to one subtask. */
export class KeyedStream {
  readonly #environment: StreamExecutionEnvironment;
  readonly #input: Transformation;

  constructor(environment: StreamExecutionEnvironment, input: Transformation) {
    this.#environment = environment;
    this.#input = input;
  }

  window(assigner: WindowAssigner): WindowedStream {
    return new WindowedStream(this.#environment, this.#input, assigner);
  }
}

/** A keyed stream cut into windows. */
export class WindowedStream {
  readonly #environment: StreamExecutionEnvironment;
  readonly #input: Transformation;
  readonly #assigner: WindowAssigner;

  constructor(environment: StreamExecutionEnvironment, input: Transformation, assigner: WindowAssigner) {
    this.#environment = environment;
    this.#input = input;
    this.#assigner = assigner;
  }

  /** Counts the records of each key and window: the one aggregate that the core has. The words name the functions in the description. */
  aggregate(aggregateFunction: "Count", windowFunction: "Stamp"): DataStream {
    const { sizeMs, time, description } = this.#assigner;
    return this.#environment.addOperator(this.#input, {
      name: "Window",
      description: `Window(${description}, ${aggregateFunction}, ${windowFunction})`,
      operator: { kind: "window-count", sizeMs, time },
      keyed: true,
    });
  }
}

/** A sink, which is expanded into `<name>: Writer` and `<name>: Committer`. Flink: DataStreamSink. */
export class DataStreamSink extends Operator {
  readonly #committer: Transformation;

  constructor(environment: StreamExecutionEnvironment, writer: Transformation, committer: Transformation) {
    super(environment, writer);
    this.#committer = committer;
  }

  override uid(uid: string): this {
    this.#committer.uid = committerUidOf(uid);
    return super.uid(uid);
  }

  name(name: string): this {
    this.transformation.name = `${name}: Writer`;
    this.#committer.name = `${name}: Committer`;
    return this;
  }

  override setParallelism(parallelism: number): this {
    this.#committer.parallelism = parallelism;
    return super.setParallelism(parallelism);
  }
}

/** Where a job is put together. */
export class StreamExecutionEnvironment {
  readonly #settings: ExecutionSettings;
  readonly #transformations: Transformation[] = [];

  constructor(settings: ExecutionSettings) {
    this.#settings = settings;
  }

  fromSource(source: Source, sourceName: string): DataStream {
    const name = `Source: ${sourceName}`;
    return new DataStream(this, this.#add({ name, operator: { kind: "source", ...source }, input: undefined }));
  }

  /** Adds an operator behind `input`; called by the streams. */
  addOperator(input: Transformation, added: { name: string; description: string; operator: OperatorSpec; keyed: boolean }): DataStream {
    const { name, description, operator, keyed } = added;
    return new DataStream(this, this.#add({ name, description, operator, input: { transformation: input, keyed } }));
  }

  /** Adds a writer and a committer behind `input`; called by the streams. */
  addSink(input: Transformation, topic: string): DataStreamSink {
    const writer = this.#add({
      name: "Sink: Writer",
      operator: { kind: "sink-writer", topic },
      input: { transformation: input, keyed: false },
    });
    const committer = this.#add({
      name: "Sink: Committer",
      operator: { kind: "sink-committer" },
      input: { transformation: writer, keyed: false },
    });
    return new DataStreamSink(this, writer, committer);
  }

  /** The job as data. Throws AssertionError if an operator has no uid or a parallelism outside 1…32768. */
  getJobGraph(jobName: string, ids: { readonly jobId: string; readonly slotSharingGroupId: string }): JobGraph {
    const vertices: JobVertex[] = [];
    const edges: JobEdge[] = [];
    const vertexOf = new Map<Transformation, JobVertex>();
    for (const transformation of this.#transformations) {
      const vertex = toVertex(transformation, ids.slotSharingGroupId);
      vertexOf.set(transformation, vertex);
      vertices.push(vertex);
      const input = transformation.input;
      if (input === undefined) continue;
      const producer = vertexOf.get(input.transformation);
      assert(producer !== undefined, `${vertex.name} comes before its input`);
      edges.push({ sourceId: producer.id, targetId: vertex.id, shipStrategy: shipStrategyOf(input.keyed, producer, vertex) });
    }
    const { checkpoints, configuration, bufferTimeoutMs, autoWatermarkIntervalMs } = this.#settings;
    return {
      jobId: ids.jobId,
      name: jobName,
      vertices,
      edges,
      checkpoints,
      configuration,
      bufferTimeoutMs,
      autoWatermarkIntervalMs,
    };
  }

  #add(added: Pick<Transformation, "name" | "operator" | "input"> & { readonly description?: string }): Transformation {
    const transformation = { description: "", ...added, uid: undefined, parallelism: this.#settings.parallelism };
    this.#transformations.push(transformation);
    return transformation;
  }
}

function toVertex(transformation: Transformation, slotSharingGroupId: string): JobVertex {
  const { uid, name, description, parallelism, operator } = transformation;
  assert(uid !== undefined, `${name} has no uid`);
  const isPossible = Number.isInteger(parallelism) && parallelism >= 1 && parallelism <= MAX_PARALLELISM;
  assert(isPossible, `parallelism ${String(parallelism)} of ${name} is not in 1…${String(MAX_PARALLELISM)}`);
  return {
    id: operatorIdOf(uid),
    uid,
    name,
    // An operator without a description of its own is described by its name.
    description: description === "" ? name : description,
    parallelism,
    maxParallelism: defaultMaxParallelism(parallelism),
    slotSharingGroupId,
    operator,
  };
}

/** No explicit partitioner: FORWARD at equal parallelism, else REBALANCE. Flink: StreamGraph. */
function shipStrategyOf(keyed: boolean, producer: JobVertex, consumer: JobVertex): ShipStrategy {
  if (keyed) return "HASH";
  return producer.parallelism === consumer.parallelism ? "FORWARD" : "REBALANCE";
}
