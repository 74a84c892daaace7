// From a JAR with an entry class and arguments to a job graph: what running the program's main method comes to. Flink: PackagedProgram,
// JarHandlerUtils.

import { AssertionError } from "../../base/assert.ts";
import { errResult, okResult, type Result } from "../../base/result.ts";
import { clickEventCount, parseClickEventCountArguments } from "../graph/click-event-count.ts";
import type { JobGraph } from "../graph/job-graph.ts";
import type { Rng } from "../host.ts";
import type { ErrorInfo } from "../protocol/jobmanager-taskmanager.ts";
import { readClusterConfiguration, type ConfigEntry } from "./cluster-configuration.ts";
import { errorOf } from "./flink-errors.ts";
import { CLICK_EVENT_COUNT_CLASS, type StoredJar } from "./jar-store.ts";
import { randomHexId } from "./random-id.ts";

/** How a program is to be run. */
export interface ProgramRequest {
  /** Undefined: the JAR's own. */
  readonly entryClass: string | undefined;
  readonly programArguments: readonly string[];
  /** Undefined: `parallelism.default`. */
  readonly parallelism: number | undefined;
  /** Undefined: drawn. */
  readonly jobId: string | undefined;
  /** Laid over the cluster's configuration. */
  readonly flinkConfiguration: readonly ConfigEntry[];
}

/** Whether the program can be found in the JAR: the error if not. */
export function findEntryClass(jar: StoredJar, entryClass: string | undefined): ErrorInfo | undefined {
  const wanted = entryClass ?? jar.entryClass;
  if (wanted === undefined) return invocationError("Neither a 'Main-Class', nor a 'program-class' entry was found in the jar file.");
  if (wanted === CLICK_EVENT_COUNT_CLASS) return undefined;
  return invocationError(`The program's entry point class '${wanted}' was not found in the jar file.`);
}

/** The graph of Click Event Count, run as asked; what its main method would throw is the error. */
export function buildGraph(configuration: readonly ConfigEntry[], request: ProgramRequest, rng: Rng): Result<JobGraph, ErrorInfo> {
  const options = parseClickEventCountArguments(request.programArguments);
  if (!options.ok) return errResult(mainMethodError(options.error));
  const { parallelism } = request;
  if (parallelism !== undefined && parallelism < 1) {
    return errResult(mainMethodError("Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default)."));
  }
  try {
    const cluster = readClusterConfiguration([...configuration, ...request.flinkConfiguration]);
    const { checkpoints, restartStrategy, bufferTimeoutMs, autoWatermarkIntervalMs } = cluster;
    const settings = { checkpoints, restartStrategy, bufferTimeoutMs, autoWatermarkIntervalMs };
    const jobId = request.jobId ?? randomHexId(rng);
    const slotSharingGroupId = randomHexId(rng);
    return okResult(
      clickEventCount(options.value, { jobId, slotSharingGroupId, parallelism: parallelism ?? cluster.parallelism, ...settings }),
    );
  } catch (error) {
    // What the builder or the configuration's reader does not accept.
    if (error instanceof AssertionError) return errResult(mainMethodError(error.message));
    throw error;
  }
}

function mainMethodError(message: string): ErrorInfo {
  const cause = errorOf("java.lang.IllegalArgumentException", message);
  return invocationError(`The main method caused an error: ${message}`, cause);
}

function invocationError(message: string, cause?: ErrorInfo): ErrorInfo {
  return errorOf("org.apache.flink.client.program.ProgramInvocationException", message, cause);
}
