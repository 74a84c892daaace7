// The endpoint table with its schemas. Who only routes requests or names types needs routes.ts (and type imports from here):
// this file brings the schema library with it.
import * as z from "zod/mini";
import { attemptAccumulatorsSchema, jobAccumulatorsSchema, subtasksAccumulatorsSchema, vertexAccumulatorsSchema } from "./accumulators.ts";
import { applicationExceptionsSchema, applicationSchema, applicationsOverviewSchema } from "./applications.ts";
import { checkpointConfigSchema, checkpointSchema, checkpointsSchema, checkpointSubtasksSchema } from "./checkpoints.ts";
import { configSchema } from "./config.ts";
import { jobExceptionsSchema } from "./exceptions.ts";
import { flameGraphSchema } from "./flame-graph.ts";
import { jarPlanRequestSchema, jarRunRequestSchema, jarRunSchema, jarsSchema, jarUploadSchema } from "./jars.ts";
import { jobManagerConfigSchema, jobManagerEnvironmentSchema } from "./jobmanager.ts";
import { jobConfigSchema, jobSchema, jobsOverviewSchema, jobsSchema, jobStatusReplySchema } from "./jobs.ts";
import { logListSchema, logTextSchema } from "./logs.ts";
import { aggregatedMetricsSchema, metricsSchema } from "./metrics.ts";
import {
  checkpointRequestSchema,
  checkpointStatusSchema,
  disposalRequestSchema,
  disposalStatusSchema,
  savepointRequestSchema,
  savepointStatusSchema,
  stopRequestSchema,
  triggerReplySchema,
} from "./operations.ts";
import { overviewSchema } from "./overview.ts";
import { jobPlanSchema } from "./plan.ts";
import {
  containersSchema,
  faultRequestSchema,
  generatorRequestSchema,
  generatorSchema,
  playgroundSchema,
  scaleRequestSchema,
  storedSavepointsSchema,
  topicRecordsSchema,
  topicsSchema,
} from "./playground.ts";
import { rescaleConfigSchema, rescaleHistorySchema, rescaleSchema, rescaleSummarySchema } from "./rescales.ts";
import { profilingListSchema, profilingRequestSchema, profilingSchema } from "./profiling.ts";
import { resourceRequirementsSchema } from "./resource-requirements.ts";
import { type EndpointId, ROUTES } from "./routes.ts";
import { emptyReplySchema } from "./schema-parts.ts";
import { taskManagerSchema, taskManagersSchema } from "./taskmanagers.ts";
import { threadDumpSchema } from "./threads.ts";
import { subtaskSchema, vertexBackpressureSchema, vertexSchema, vertexSubtaskTimesSchema, vertexTaskManagersSchema } from "./vertices.ts";

/** The body of a call that takes none. */
const noBody = z.undefined();

/** One row: the route with what goes in and what comes back. */
function endpoint<const Id extends EndpointId, Reply extends z.ZodMiniType, Body extends z.ZodMiniType = typeof noBody>(
  id: Id,
  reply: Reply,
  body: Body,
) {
  return { id, ...ROUTES[id], response: reply, request: body };
}

function answers<const Id extends EndpointId, Reply extends z.ZodMiniType>(id: Id, reply: Reply) {
  return endpoint(id, reply, noBody);
}

/** Every call with its schemas: `response` of a 2xx reply's body, `request` of the body sent. */
export const ENDPOINTS = {
  overview: answers("overview", overviewSchema),
  config: answers("config", configSchema),

  jobs: answers("jobs", jobsSchema),
  jobsOverview: answers("jobsOverview", jobsOverviewSchema),
  jobsMetrics: answers("jobsMetrics", aggregatedMetricsSchema),
  job: answers("job", jobSchema),
  cancelJob: answers("cancelJob", emptyReplySchema),
  cancelJobByGet: answers("cancelJobByGet", emptyReplySchema),
  jobStatus: answers("jobStatus", jobStatusReplySchema),
  jobPlan: answers("jobPlan", jobPlanSchema),
  jobConfig: answers("jobConfig", jobConfigSchema),
  jobExceptions: answers("jobExceptions", jobExceptionsSchema),
  jobMetrics: answers("jobMetrics", metricsSchema),
  jobAccumulators: answers("jobAccumulators", jobAccumulatorsSchema),

  applicationsOverview: answers("applicationsOverview", applicationsOverviewSchema),
  application: answers("application", applicationSchema),
  cancelApplication: answers("cancelApplication", emptyReplySchema),
  applicationExceptions: answers("applicationExceptions", applicationExceptionsSchema),

  resourceRequirements: answers("resourceRequirements", resourceRequirementsSchema),
  putResourceRequirements: endpoint("putResourceRequirements", emptyReplySchema, resourceRequirementsSchema),
  rescaleHistory: answers("rescaleHistory", rescaleHistorySchema),
  rescaleSummary: answers("rescaleSummary", rescaleSummarySchema),
  rescaleConfig: answers("rescaleConfig", rescaleConfigSchema),
  rescaleDetails: answers("rescaleDetails", rescaleSchema),

  checkpoints: answers("checkpoints", checkpointsSchema),
  checkpointConfig: answers("checkpointConfig", checkpointConfigSchema),
  checkpoint: answers("checkpoint", checkpointSchema),
  checkpointSubtasks: answers("checkpointSubtasks", checkpointSubtasksSchema),

  triggerCheckpoint: endpoint("triggerCheckpoint", triggerReplySchema, checkpointRequestSchema),
  checkpointStatus: answers("checkpointStatus", checkpointStatusSchema),

  triggerSavepoint: endpoint("triggerSavepoint", triggerReplySchema, savepointRequestSchema),
  savepointStatus: answers("savepointStatus", savepointStatusSchema),
  stopJob: endpoint("stopJob", triggerReplySchema, stopRequestSchema),
  disposeSavepoint: endpoint("disposeSavepoint", triggerReplySchema, disposalRequestSchema),
  disposalStatus: answers("disposalStatus", disposalStatusSchema),

  jars: answers("jars", jarsSchema),
  uploadJar: answers("uploadJar", jarUploadSchema),
  deleteJar: answers("deleteJar", emptyReplySchema),
  jarPlan: answers("jarPlan", jobPlanSchema),
  jarPlanByBody: endpoint("jarPlanByBody", jobPlanSchema, jarPlanRequestSchema),
  runJar: endpoint("runJar", jarRunSchema, jarRunRequestSchema),

  vertex: answers("vertex", vertexSchema),
  vertexSubtaskTimes: answers("vertexSubtaskTimes", vertexSubtaskTimesSchema),
  vertexTaskManagers: answers("vertexTaskManagers", vertexTaskManagersSchema),
  vertexWatermarks: answers("vertexWatermarks", metricsSchema),
  vertexBackpressure: answers("vertexBackpressure", vertexBackpressureSchema),
  vertexAccumulators: answers("vertexAccumulators", vertexAccumulatorsSchema),
  vertexFlameGraph: answers("vertexFlameGraph", flameGraphSchema),
  vertexMetrics: answers("vertexMetrics", metricsSchema),
  vertexJobManagerMetrics: answers("vertexJobManagerMetrics", metricsSchema),
  subtasksMetrics: answers("subtasksMetrics", aggregatedMetricsSchema),
  subtasksAccumulators: answers("subtasksAccumulators", subtasksAccumulatorsSchema),
  subtask: answers("subtask", subtaskSchema),
  subtaskAttempt: answers("subtaskAttempt", subtaskSchema),
  subtaskAttemptAccumulators: answers("subtaskAttemptAccumulators", attemptAccumulatorsSchema),
  subtaskMetrics: answers("subtaskMetrics", metricsSchema),

  taskManagers: answers("taskManagers", taskManagersSchema),
  taskManagersMetrics: answers("taskManagersMetrics", aggregatedMetricsSchema),
  taskManager: answers("taskManager", taskManagerSchema),
  taskManagerMetrics: answers("taskManagerMetrics", metricsSchema),
  taskManagerLogs: answers("taskManagerLogs", logListSchema),
  taskManagerLog: answers("taskManagerLog", logTextSchema),
  taskManagerStdout: answers("taskManagerStdout", logTextSchema),
  taskManagerLogFile: answers("taskManagerLogFile", logTextSchema),
  taskManagerThreadDump: answers("taskManagerThreadDump", threadDumpSchema),
  taskManagerProfilings: answers("taskManagerProfilings", profilingListSchema),
  startTaskManagerProfiling: endpoint("startTaskManagerProfiling", profilingSchema, profilingRequestSchema),
  taskManagerProfilingFile: answers("taskManagerProfilingFile", z.string()),

  jobManagerConfig: answers("jobManagerConfig", jobManagerConfigSchema),
  jobManagerEnvironment: answers("jobManagerEnvironment", jobManagerEnvironmentSchema),
  jobManagerMetrics: answers("jobManagerMetrics", metricsSchema),
  jobManagerLogs: answers("jobManagerLogs", logListSchema),
  jobManagerLog: answers("jobManagerLog", logTextSchema),
  jobManagerStdout: answers("jobManagerStdout", logTextSchema),
  jobManagerLogFile: answers("jobManagerLogFile", logTextSchema),
  jobManagerThreadDump: answers("jobManagerThreadDump", threadDumpSchema),
  jobManagerProfilings: answers("jobManagerProfilings", profilingListSchema),
  startJobManagerProfiling: endpoint("startJobManagerProfiling", profilingSchema, profilingRequestSchema),
  jobManagerProfilingFile: answers("jobManagerProfilingFile", z.string()),

  playground: answers("playground", playgroundSchema),
  playgroundContainers: answers("playgroundContainers", containersSchema),
  killContainer: answers("killContainer", emptyReplySchema),
  startContainer: answers("startContainer", emptyReplySchema),
  killService: answers("killService", emptyReplySchema),
  startService: answers("startService", emptyReplySchema),
  scaleService: endpoint("scaleService", emptyReplySchema, scaleRequestSchema),
  playgroundTopics: answers("playgroundTopics", topicsSchema),
  playgroundRecords: answers("playgroundRecords", topicRecordsSchema),
  playgroundSavepoints: answers("playgroundSavepoints", storedSavepointsSchema),
  generator: answers("generator", generatorSchema),
  patchGenerator: endpoint("patchGenerator", generatorSchema, generatorRequestSchema),
  injectFault: endpoint("injectFault", emptyReplySchema, faultRequestSchema),
  resetPlayground: answers("resetPlayground", emptyReplySchema),
} satisfies { readonly [Id in EndpointId]: { readonly id: Id } };

/** The body of a good reply. */
export type ResponseBody<Id extends EndpointId> = z.infer<(typeof ENDPOINTS)[Id]["response"]>;

/** The body to send; undefined where there is none. */
export type RequestBody<Id extends EndpointId> = z.infer<(typeof ENDPOINTS)[Id]["request"]>;
