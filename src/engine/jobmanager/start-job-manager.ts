// The program of the container `jobmanager`.

import type { Host } from "../host.ts";
import { JOB_MANAGER_PROTOCOL } from "../protocol/jobmanager-taskmanager.ts";
import { createRestHandler } from "../rest-api/rest-handler.ts";
import type { ConfigEntry } from "../configuration/configuration.ts";
import { JobManager } from "./job-manager.ts";
import { buildGraph } from "./dispatcher/program.ts";

/** Plain data: it crosses threads. */
export interface JobManagerArgs {
  /** config.yaml. */
  readonly configuration: readonly ConfigEntry[];
  /** Arguments of Click Event Count, submitted once at the start, as the playground's client does it. */
  readonly programArguments: readonly string[];
}

/** Starts the JobManager. Throws ConfigurationError, which ends the container, for a value that a JobManager of Flink does not start with. */
export function startJobManager(host: Host, args: JobManagerArgs): void {
  const jobManager = new JobManager(host, args.configuration);
  host.onLink(JOB_MANAGER_PROTOCOL, (link) => jobManager.accept(link));
  host.onRequest(createRestHandler(jobManager));
  submitClickEventCount(jobManager, host, args);
}

/** What `flink run -d ClickCountJob.jar …` does. Arguments that make no sense are logged, and no job runs. */
function submitClickEventCount(jobManager: JobManager, host: Host, { configuration, programArguments }: JobManagerArgs): void {
  const request = { entryClass: undefined, programArguments, parallelism: undefined, jobId: undefined, flinkConfiguration: [] };
  const graph = buildGraph(configuration, request, host.rng);
  if (graph.ok) void jobManager.submit(graph.value);
  else jobManager.log.error("client.cli.CliFrontend", graph.error.stack.trimEnd());
}
