// From a JAR with an entry class and arguments to a job graph: what running the program's main method comes to. Flink: PackagedProgram,
// JarHandlerUtils.

import { errResult, okResult, type Result } from "../../../base/result.ts";
import { MAX_PARALLELISM } from "../../../core/key-groups.ts";
import { ConfigurationError, type ConfigEntry } from "../../configuration/configuration.ts";
import { PROGRAM_OPTIONS } from "../../configuration/options.ts";
import { clickEventCount, type ClusterSettings, parseClickEventCountArguments } from "../../graph/click-event-count.ts";
import type { JobGraph } from "../../graph/job-graph.ts";
import type { Rng } from "../../host.ts";
import { errorOf, type ErrorInfo } from "../../protocol/error-info.ts";
import { readProgramConfiguration } from "../cluster-configuration.ts";
import { jobInitializationFailed } from "../flink-errors.ts";
import type { ProgramRequest, StoredJar } from "../jobmanager-view.ts";
import { CLICK_EVENT_COUNT_CLASS } from "./jar-store.ts";
import { randomHexId } from "../random-id.ts";

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
  if (!options.ok) return errResult(mainMethodError(illegalArgument(options.error)));
  const settings = readSettings(configuration, request);
  if (!settings.ok) return settings;
  const { parallelism } = settings.value;
  // Flink meets this when the JobMaster works out the number of key groups.
  if (parallelism > MAX_PARALLELISM) {
    return errResult(jobInitializationFailed(illegalArgument(`Operator parallelism not within bounds: ${String(parallelism)}`)));
  }
  const jobId = request.jobId ?? randomHexId(rng);
  const slotSharingGroupId = randomHexId(rng);
  return okResult(clickEventCount(options.value, { jobId, slotSharingGroupId, ...settings.value }));
}

type Settings = Omit<ClusterSettings, "jobId" | "slotSharingGroupId">;

/** The cluster's configuration, the request's laid over it, and its parallelism over both. */
function readSettings(cluster: readonly ConfigEntry[], request: ProgramRequest): Result<Settings, ErrorInfo> {
  const { parallelism, flinkConfiguration } = request;
  const asked = parallelism === undefined || parallelism === PARALLELISM_DEFAULT ? [] : [parallelismEntry(parallelism)];
  const configuration = [...cluster, ...flinkConfiguration, ...asked];
  try {
    return okResult({ ...readProgramConfiguration(configuration), configuration });
  } catch (error) {
    if (error instanceof ConfigurationError) return errResult(mainMethodError(error.info));
    throw error;
  }
}

/** Flink: ExecutionConfig.PARALLELISM_DEFAULT, which says that none is asked for. */
const PARALLELISM_DEFAULT = -1;

function parallelismEntry(parallelism: number): ConfigEntry {
  return { key: PROGRAM_OPTIONS.parallelism.key, value: String(parallelism) };
}

function illegalArgument(message: string): ErrorInfo {
  return errorOf("java.lang.IllegalArgumentException", message);
}

function mainMethodError(cause: ErrorInfo): ErrorInfo {
  return invocationError(`The main method caused an error: ${cause.message}`, cause);
}

function invocationError(message: string, cause?: ErrorInfo): ErrorInfo {
  return errorOf("org.apache.flink.client.program.ProgramInvocationException", message, cause);
}
