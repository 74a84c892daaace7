// The one table of checks: a row for each call of Flink's REST API that the dashboard makes. A call without a row does not compile.
import type { Check, FlinkEndpointId } from "./check.ts";
import * as accumulators from "./checks/accumulators.ts";
import * as actions from "./checks/actions.ts";
import * as applications from "./checks/applications.ts";
import * as checkpoints from "./checks/checkpoints.ts";
import * as cluster from "./checks/cluster.ts";
import * as jobs from "./checks/jobs.ts";
import * as metrics from "./checks/metrics.ts";
import * as profiling from "./checks/profiling.ts";
import * as rescales from "./checks/rescales.ts";
import * as vertices from "./checks/vertices.ts";

type Rows<Ids extends FlinkEndpointId> = { readonly [Id in Ids]: Check<Id> };

/** What ends a job or begins one; in this order. */
export const ENDINGS = {
  stopJob: actions.stopJob,
  runJar: actions.runJar,
  cancelJob: actions.cancelJob,
  cancelJobByGet: actions.cancelJobByGet,
  cancelApplication: applications.cancelApplication,
} satisfies Partial<Rows<FlinkEndpointId>>;

/** Reads of a running job, then what changes nothing that matters; commands in the order in which they need each other. */
export const CHECKS = {
  overview: cluster.overview,
  config: cluster.config,
  jobs: jobs.jobs,
  jobsOverview: jobs.jobsOverview,
  jobsMetrics: metrics.jobsMetrics,
  job: jobs.job,
  jobStatus: jobs.jobStatus,
  jobPlan: jobs.jobPlan,
  jobConfig: jobs.jobConfig,
  jobExceptions: jobs.jobExceptions,
  jobMetrics: metrics.jobMetrics,
  jobAccumulators: accumulators.jobAccumulators,
  applicationsOverview: applications.applicationsOverview,
  application: applications.application,
  applicationExceptions: applications.applicationExceptions,
  resourceRequirements: rescales.resourceRequirements,
  putResourceRequirements: rescales.putResourceRequirements,
  rescaleHistory: rescales.rescaleHistory,
  rescaleSummary: rescales.rescaleSummary,
  rescaleConfig: rescales.rescaleConfig,
  rescaleDetails: rescales.rescaleDetails,
  // It names the newest, whose details are forgotten ten checkpoints later.
  checkpoints: checkpoints.checkpoints,
  checkpoint: checkpoints.checkpoint,
  checkpointSubtasks: checkpoints.checkpointSubtasks,
  checkpointConfig: checkpoints.checkpointConfig,
  vertex: vertices.vertex,
  vertexSubtaskTimes: vertices.vertexSubtaskTimes,
  vertexTaskManagers: vertices.vertexTaskManagers,
  vertexWatermarks: metrics.vertexWatermarks,
  vertexBackpressure: vertices.vertexBackpressure,
  vertexAccumulators: accumulators.vertexAccumulators,
  subtasksAccumulators: accumulators.subtasksAccumulators,
  subtaskAttemptAccumulators: accumulators.subtaskAttemptAccumulators,
  vertexFlameGraph: accumulators.vertexFlameGraph,
  vertexMetrics: metrics.vertexMetrics,
  vertexJobManagerMetrics: metrics.vertexJobManagerMetrics,
  subtasksMetrics: metrics.subtasksMetrics,
  subtask: vertices.subtask,
  subtaskAttempt: vertices.subtaskAttempt,
  subtaskMetrics: metrics.subtaskMetrics,
  taskManagers: cluster.taskManagers,
  taskManagersMetrics: metrics.taskManagersMetrics,
  taskManager: cluster.taskManager,
  taskManagerMetrics: metrics.taskManagerMetrics,
  taskManagerLogs: cluster.taskManagerLogs,
  taskManagerLog: cluster.taskManagerLog,
  taskManagerStdout: cluster.taskManagerStdout,
  taskManagerLogFile: cluster.taskManagerLogFile,
  taskManagerThreadDump: cluster.taskManagerThreadDump,
  jobManagerConfig: cluster.jobManagerConfig,
  jobManagerEnvironment: cluster.jobManagerEnvironment,
  jobManagerMetrics: metrics.jobManagerMetrics,
  jobManagerLogs: cluster.jobManagerLogs,
  jobManagerLog: cluster.jobManagerLog,
  jobManagerStdout: cluster.jobManagerStdout,
  jobManagerLogFile: cluster.jobManagerLogFile,
  jobManagerThreadDump: cluster.jobManagerThreadDump,
  startJobManagerProfiling: profiling.startJobManagerProfiling,
  jobManagerProfilings: profiling.jobManagerProfilings,
  jobManagerProfilingFile: profiling.jobManagerProfilingFile,
  startTaskManagerProfiling: profiling.startTaskManagerProfiling,
  taskManagerProfilings: profiling.taskManagerProfilings,
  taskManagerProfilingFile: profiling.taskManagerProfilingFile,
  triggerSavepoint: checkpoints.triggerSavepoint,
  savepointStatus: checkpoints.savepointStatus,
  disposeSavepoint: checkpoints.disposeSavepoint,
  disposalStatus: checkpoints.disposalStatus,
  triggerCheckpoint: checkpoints.triggerCheckpoint,
  checkpointStatus: checkpoints.checkpointStatus,
  jarPlan: jobs.jarPlan,
  jarPlanByBody: jobs.jarPlanByBody,
  uploadJar: actions.uploadJar,
  jars: actions.jars,
  deleteJar: actions.deleteJar,
} satisfies Rows<Exclude<FlinkEndpointId, keyof typeof ENDINGS>>;
