// The Operations Playground's job. Flink: ClickEventCount of flink-playground-clickcountjob, with uids.

import { errResult, okResult, type Result } from "../../base/result.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import type { CheckpointConfig, JobGraph } from "./job-graph.ts";
import { StreamExecutionEnvironment, tumblingEventTimeWindows, tumblingProcessingTimeWindows } from "./stream-execution-environment.ts";

const WINDOW_SIZE_MS = 15_000;
const CHECKPOINT_INTERVAL_MS = 1_000;
/** 10 records a second. */
const SLOW_MAP_DELAY_MS = 100;

/** The program's arguments, parsed. */
export interface ClickEventCountOptions {
  readonly checkpointing: boolean;
  readonly eventTime: boolean;
  /** A slow operator between source and counter. */
  readonly backpressure: boolean;
  readonly bootstrapServers: string;
  readonly inputTopic: string;
  readonly outputTopic: string;
  /** Not in the playground's job: `--starting-offsets committed` begins where the consumer group stands, to show why offsets belong into state. */
  readonly startingOffsets: "earliest" | "committed";
  /** Nor this: after how long without records a split no longer holds back the watermark, ms from 1 on. The playground's 5 s unless given. */
  readonly idlenessMs: number;
}

/** What the cluster adds: defaults of its configuration, and ids. */
export interface ClusterSettings {
  readonly jobId: string;
  readonly slotSharingGroupId: string;
  readonly parallelism: number;
  /** Of the cluster's configuration; `intervalMs` is overridden by `--checkpointing`. */
  readonly checkpoints: CheckpointConfig;
  /** With which the program runs; none unless given. */
  readonly configuration?: readonly ConfigEntry[];
  readonly bufferTimeoutMs: number;
  readonly autoWatermarkIntervalMs: number;
}

/**
 * Parses `--bootstrap.servers kafka:9092 --checkpointing --event-time …`. Arguments that the job does not know are an error here, unlike in
 * Flink's ParameterTool: a switch with a slip of the pen in it is not taken in silence.
 */
export function parseClickEventCountArguments(programArguments: readonly string[]): Result<ClickEventCountOptions, string> {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let index = 0; index < programArguments.length; index++) {
    const argument = programArguments[index] ?? "";
    const key = argument.replace(/^--?/, "");
    if (key === argument || key === "") return errResult(`Error parsing arguments: '${argument}' does not begin with - or --.`);
    if (FLAGS.includes(key)) {
      flags.add(key);
      continue;
    }
    if (!VALUES.includes(key)) return errResult(`Unknown argument '${argument}'.`);
    const value = programArguments[index + 1];
    if (value === undefined || value.startsWith("--")) return errResult(`No value given for '${argument}'.`);
    values.set(key, value);
    index++;
  }
  const startingOffsets = values.get("starting-offsets") ?? "earliest";
  if (startingOffsets !== "earliest" && startingOffsets !== "committed") {
    return errResult(`'${startingOffsets}' is neither earliest nor committed.`);
  }
  const idleness = values.get("idleness-ms") ?? "5000";
  if (!/^\d{1,9}$/.test(idleness) || Number(idleness) === 0) {
    return errResult(`'${idleness}' is not a number of milliseconds. Give a whole number from 1 to 999999999.`);
  }
  return okResult({
    checkpointing: flags.has("checkpointing"),
    eventTime: flags.has("event-time"),
    backpressure: flags.has("backpressure"),
    bootstrapServers: values.get("bootstrap.servers") ?? "localhost:9092",
    inputTopic: values.get("input-topic") ?? "input",
    outputTopic: values.get("output-topic") ?? "output",
    startingOffsets,
    idlenessMs: Number(idleness),
  });
}

const FLAGS = ["checkpointing", "event-time", "backpressure"];
const VALUES = ["bootstrap.servers", "input-topic", "output-topic", "starting-offsets", "idleness-ms"];

/** The job graph of Click Event Count. */
export function clickEventCount(options: ClickEventCountOptions, cluster: ClusterSettings): JobGraph {
  const environment = new StreamExecutionEnvironment({
    parallelism: cluster.parallelism,
    checkpoints: options.checkpointing ? { ...cluster.checkpoints, intervalMs: CHECKPOINT_INTERVAL_MS } : cluster.checkpoints,
    configuration: cluster.configuration ?? [],
    bufferTimeoutMs: cluster.bufferTimeoutMs,
    autoWatermarkIntervalMs: cluster.autoWatermarkIntervalMs,
  });
  const clicks = environment
    .fromSource(
      {
        topic: options.inputTopic,
        groupId: "click-event-count",
        startingOffsets: options.startingOffsets,
        watermarks: { maxOutOfOrdernessMs: 200, idlenessMs: options.idlenessMs },
      },
      "ClickEvent Source",
    )
    .uid("source");
  const passed = options.backpressure ? clicks.mapSlowly(SLOW_MAP_DELAY_MS).name("Backpressure Operator").uid("slow") : clicks;
  passed
    .keyBy()
    .window(options.eventTime ? tumblingEventTimeWindows(WINDOW_SIZE_MS) : tumblingProcessingTimeWindows(WINDOW_SIZE_MS))
    .aggregate("Count", "Stamp")
    .name("ClickEvent Counter")
    .uid("counter")
    .sinkTo(options.outputTopic)
    .name("ClickEventStatistics Sink")
    .uid("sink");
  return environment.getJobGraph("Click Event Count", cluster);
}
