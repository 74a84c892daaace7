// The cluster as a whole, and what the JobManager says of itself.

import type { Config } from "../../rest/config.ts";
import type { JobManagerConfig, JobManagerEnvironment, LogUrl } from "../../rest/jobmanager.ts";
import type { Overview } from "../../rest/overview.ts";
import type { JobStatus } from "../../rest/states.ts";
import type { ThreadDump } from "../../rest/threads.ts";
import type { JobManagerView } from "../jobmanager/jobmanager-view.ts";
import { isGloballyTerminal } from "../jobmanager/scheduling/job-status-machine.ts";
import { currentThread } from "../thread-dump.ts";
import { type Handlers, ok } from "./handler.ts";
import { findJob } from "./lookup.ts";

/** The Flink whose behaviour and REST API this engine follows, and that it is not that Flink. */
const FLINK_VERSION = "2.3.0-drey";

/** What Flink prints where a build does not know its commit. */
const UNKNOWN_COMMIT = "unknown";

/** `GET /overview`. */
function overview(view: JobManagerView): Overview {
  const inStatus = (status: JobStatus): number => view.jobs.filter((job) => job.status === status).length;
  return {
    taskmanagers: view.taskManagers.length,
    "slots-total": view.taskManagers.reduce((sum, taskManager) => sum + taskManager.slots.length, 0),
    "slots-available": view.taskManagers.reduce((sum, taskManager) => sum + taskManager.freeSlots, 0),
    "jobs-running": view.jobs.filter((job) => !isGloballyTerminal(job.status)).length,
    "jobs-finished": inStatus("FINISHED"),
    "jobs-cancelled": inStatus("CANCELED"),
    "jobs-failed": inStatus("FAILED"),
    "flink-version": FLINK_VERSION,
    "flink-commit": UNKNOWN_COMMIT,
  };
}

/** `GET /config`. Rescaling in place needs the adaptive scheduler. */
function dashboardConfig(view: JobManagerView): Config {
  return {
    "refresh-interval": view.clusterConfiguration.webRefreshIntervalMs,
    "timezone-name": "Coordinated Universal Time",
    "timezone-offset": 0,
    "flink-version": FLINK_VERSION,
    "flink-revision": `${UNKNOWN_COMMIT} revision`,
    features: { "web-submit": true, "web-cancel": true, "web-rescale": false, "web-history": false },
  };
}

/** `GET /jobmanager/config`. */
export function jobManagerConfig(view: JobManagerView): JobManagerConfig {
  return view.configuration.map(({ key, value }) => ({ key, value }));
}

/** `GET /jobmanager/environment`: there is no JVM to tell of. */
function jobManagerEnvironment(): JobManagerEnvironment {
  return { jvm: { version: "none, Drey's engine runs on JavaScript", arch: "none", options: [] }, classpath: [] };
}

/** `GET /jobs/:jobid/jobmanager/log-url` and the same of a TaskManager: the page of Flink's WebUI. */
function logUrl(view: JobManagerView, process: string): LogUrl {
  return { url: `http://jobmanager:${view.clusterConfiguration.restPort}/#/${process}/logs` };
}

/** `GET /jobmanager/thread-dump`: this thread, which is writing the answer. */
function jobManagerThreadDump(): ThreadDump {
  return { threadInfos: [currentThread("jobmanager")] };
}

/** The calls of this file. */
export const clusterHandlers = {
  overview: ({ view }) => ok(overview(view)),
  config: ({ view }) => ok(dashboardConfig(view)),
  jobManagerConfig: ({ view }) => ok(jobManagerConfig(view)),
  jobManagerEnvironment: () => ok(jobManagerEnvironment()),
  jobManagerConfigOfJob: ({ view, params }) => {
    findJob(view, params.jobid);
    return ok(jobManagerConfig(view));
  },
  jobManagerEnvironmentOfJob: ({ view, params }) => {
    findJob(view, params.jobid);
    return ok(jobManagerEnvironment());
  },
  jobManagerLogUrl: ({ view, params }) => {
    findJob(view, params.jobid);
    return ok(logUrl(view, "job-manager"));
  },
  taskManagerLogUrl: ({ view, params }) => {
    findJob(view, params.jobid);
    return ok(logUrl(view, `task-manager/${params.taskmanagerid}`));
  },
  jobManagerThreadDump: () => ok(jobManagerThreadDump()),
} satisfies Partial<Handlers>;
