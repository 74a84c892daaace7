// The program of the container `jobmanager`.

import { clickEventCount, parseClickEventCountArguments } from "../graph/click-event-count.ts";
import type { Host, Link } from "../host.ts";
import type { ToJobManager, ToTaskManager } from "../protocol/jobmanager-taskmanager.ts";
import { createRestHandler } from "../rest-api/rest-handler.ts";
import type { ConfigEntry } from "./cluster-configuration.ts";
import { JobManager } from "./job-manager.ts";
import { randomHexId } from "./random-id.ts";

/** Plain data: it crosses threads. */
export interface JobManagerArgs {
  /** config.yaml. */
  readonly configuration: readonly ConfigEntry[];
  /** Arguments of Click Event Count, submitted once at the start, as the playground's client does it. */
  readonly programArguments: readonly string[];
}

/** Starts the JobManager. Throws AssertionError, which ends the container, if the configuration makes no sense. */
export function startJobManager(host: Host, args: JobManagerArgs): void {
  const jobManager = new JobManager(host, args.configuration);
  // Only TaskManagers open links to this container.
  host.onLink((link) => jobManager.accept(link as Link<ToJobManager, ToTaskManager>));
  host.onRequest(createRestHandler(jobManager));
  submitClickEventCount(jobManager, host, args.programArguments);
}

/** What `flink run -d ClickCountJob.jar …` does. Arguments that make no sense are logged, and no job runs. */
function submitClickEventCount(jobManager: JobManager, host: Host, programArguments: readonly string[]): void {
  const options = parseClickEventCountArguments(programArguments);
  if (!options.ok) {
    jobManager.log.error("client.cli.CliFrontend", options.error);
    return;
  }
  const { parallelism, checkpoints, restartStrategy, bufferTimeoutMs, autoWatermarkIntervalMs } = jobManager.clusterConfiguration;
  const jobId = randomHexId(host.rng);
  const slotSharingGroupId = randomHexId(host.rng);
  jobManager.submit(
    clickEventCount(options.value, {
      jobId,
      slotSharingGroupId,
      parallelism,
      checkpoints,
      restartStrategy,
      bufferTimeoutMs,
      autoWatermarkIntervalMs,
    }),
  );
}
