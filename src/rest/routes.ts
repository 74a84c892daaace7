// The table of paths: every call of both contracts, without schemas, so that a worker can route requests without loading a
// schema library. endpoints.ts adds the schemas; a row that is missing there does not compile.

/** Which contract a call belongs to: 1 is Flink's REST API, 2 the playground API. */
export type Contract = 1 | 2;

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Whether a query parameter must be there. All of them travel as text. */
export type QueryRule = "required" | "optional";

/** The names after the colons of a path template: "jobid" | "vertexid" for "/jobs/:jobid/vertices/:vertexid". */
export type PathParamName<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | PathParamName<Tail>
    : Rest
  : never;

/** One call: where it goes, not what it says. */
export interface Route {
  readonly contract: Contract;
  readonly method: HttpMethod;
  /** Flink's own template, `:name` for a parameter, no version prefix. */
  readonly path: `/${string}`;
  readonly query: QueryRules;
  /** What the body of a good reply is: Flink's log files are plain text. */
  readonly reply: "json" | "text";
  /** Whether Flink's stability snapshot has it, or (contract 2) docs/playground-api.md. */
  readonly documented: boolean;
}

type QueryRules = Readonly<Record<string, QueryRule>>;

const none = {} as const;
const program = { "entry-class": "optional", programArg: "optional", parallelism: "optional" } as const;
const get = { get: "optional" } as const;
const aggregated = { get: "optional", agg: "optional" } as const;

function flink<const Method extends HttpMethod, const Path extends `/${string}`, const Query extends QueryRules>(
  method: Method,
  path: Path,
  query: Query,
) {
  return { contract: 1, method, path, query, reply: "json", documented: true } as const;
}

/** Files: Flink's stability snapshot leaves them out, its WebUI reads them. */
function flinkText<const Method extends HttpMethod, const Path extends `/${string}`>(method: Method, path: Path) {
  return { contract: 1, method, path, query: none, reply: "text", documented: false } as const;
}

function playground<const Method extends HttpMethod, const Path extends `/${string}`, const Query extends QueryRules>(
  method: Method,
  path: Path,
  query: Query,
) {
  return { contract: 2, method, path, query, reply: "json", documented: true } as const;
}

/** Every call Drey knows, by id. Order has no meaning: a literal segment always wins over a parameter. */
export const ROUTES = {
  overview: flink("GET", "/overview", none),
  config: flink("GET", "/config", none),

  jobs: flink("GET", "/jobs", none),
  jobsOverview: flink("GET", "/jobs/overview", none),
  jobsMetrics: flink("GET", "/jobs/metrics", { ...aggregated, jobs: "optional" }),
  job: flink("GET", "/jobs/:jobid", none),
  cancelJob: flink("PATCH", "/jobs/:jobid", { mode: "optional" }),
  /** Changes the cluster by a GET: whoever lets requests in decides whether a page of another site may have sent it. */
  cancelJobByGet: { ...flink("GET", "/jobs/:jobid/yarn-cancel", none), documented: false },
  jobStatus: flink("GET", "/jobs/:jobid/status", none),
  jobPlan: flink("GET", "/jobs/:jobid/plan", none),
  jobConfig: flink("GET", "/jobs/:jobid/config", none),
  jobExceptions: flink("GET", "/jobs/:jobid/exceptions", {
    maxExceptions: "optional",
    failureLabelFilter: "optional",
  }),
  jobMetrics: flink("GET", "/jobs/:jobid/metrics", get),
  jobAccumulators: flink("GET", "/jobs/:jobid/accumulators", { includeSerializedValue: "optional" }),

  applicationsOverview: flink("GET", "/applications/overview", none),
  application: flink("GET", "/applications/:applicationid", none),
  cancelApplication: flink("POST", "/applications/:applicationid/cancel", none),
  applicationExceptions: flink("GET", "/applications/:applicationid/exceptions", none),

  resourceRequirements: flink("GET", "/jobs/:jobid/resource-requirements", none),
  putResourceRequirements: flink("PUT", "/jobs/:jobid/resource-requirements", none),
  rescaleHistory: flink("GET", "/jobs/:jobid/rescales/history", none),
  // Flink got this one after its snapshot was taken.
  rescaleSummary: { ...flink("GET", "/jobs/:jobid/rescales/summary", none), documented: false },
  rescaleConfig: flink("GET", "/jobs/:jobid/rescales/config", none),
  rescaleDetails: flink("GET", "/jobs/:jobid/rescales/details/:rescaleuuid", none),

  checkpoints: flink("GET", "/jobs/:jobid/checkpoints", none),
  checkpointConfig: flink("GET", "/jobs/:jobid/checkpoints/config", none),
  checkpoint: flink("GET", "/jobs/:jobid/checkpoints/details/:checkpointid", none),
  checkpointSubtasks: flink("GET", "/jobs/:jobid/checkpoints/details/:checkpointid/subtasks/:vertexid", none),

  triggerCheckpoint: flink("POST", "/jobs/:jobid/checkpoints", none),
  checkpointStatus: flink("GET", "/jobs/:jobid/checkpoints/:triggerid", none),

  triggerSavepoint: flink("POST", "/jobs/:jobid/savepoints", none),
  savepointStatus: flink("GET", "/jobs/:jobid/savepoints/:triggerid", none),
  stopJob: flink("POST", "/jobs/:jobid/stop", none),
  disposeSavepoint: flink("POST", "/savepoint-disposal", none),
  disposalStatus: flink("GET", "/savepoint-disposal/:triggerid", none),

  jars: flink("GET", "/jars", none),
  uploadJar: flink("POST", "/jars/upload", none),
  deleteJar: flink("DELETE", "/jars/:jarid", none),
  jarPlan: flink("GET", "/jars/:jarid/plan", program),
  jarPlanByBody: flink("POST", "/jars/:jarid/plan", program),
  runJar: flink("POST", "/jars/:jarid/run", { ...program, savepointPath: "optional", allowNonRestoredState: "optional" }),

  vertex: flink("GET", "/jobs/:jobid/vertices/:vertexid", none),
  vertexSubtaskTimes: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasktimes", none),
  vertexTaskManagers: flink("GET", "/jobs/:jobid/vertices/:vertexid/taskmanagers", none),
  vertexWatermarks: flink("GET", "/jobs/:jobid/vertices/:vertexid/watermarks", none),
  vertexBackpressure: flink("GET", "/jobs/:jobid/vertices/:vertexid/backpressure", none),
  vertexAccumulators: flink("GET", "/jobs/:jobid/vertices/:vertexid/accumulators", none),
  vertexFlameGraph: flink("GET", "/jobs/:jobid/vertices/:vertexid/flamegraph", { type: "optional", subtaskindex: "optional" }),
  vertexMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/metrics", get),
  vertexJobManagerMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/jm-operator-metrics", get),
  subtasksMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/metrics", {
    ...aggregated,
    subtasks: "optional",
  }),
  subtasksAccumulators: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/accumulators", none),
  subtask: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex", none),
  subtaskAttempt: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/attempts/:attempt", none),
  subtaskAttemptAccumulators: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/attempts/:attempt/accumulators", none),
  subtaskMetrics: flink("GET", "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex/metrics", get),

  taskManagers: flink("GET", "/taskmanagers", none),
  taskManagersMetrics: flink("GET", "/taskmanagers/metrics", {
    ...aggregated,
    taskmanagers: "optional",
  }),
  taskManager: flink("GET", "/taskmanagers/:taskmanagerid", none),
  taskManagerMetrics: flink("GET", "/taskmanagers/:taskmanagerid/metrics", get),
  taskManagerLogs: flink("GET", "/taskmanagers/:taskmanagerid/logs", none),
  taskManagerLog: flinkText("GET", "/taskmanagers/:taskmanagerid/log"),
  taskManagerStdout: flinkText("GET", "/taskmanagers/:taskmanagerid/stdout"),
  taskManagerLogFile: flinkText("GET", "/taskmanagers/:taskmanagerid/logs/:filename"),
  taskManagerThreadDump: flink("GET", "/taskmanagers/:taskmanagerid/thread-dump", none),
  taskManagerProfilings: { ...flink("GET", "/taskmanagers/:taskmanagerid/profiler", none), documented: false },
  startTaskManagerProfiling: { ...flink("POST", "/taskmanagers/:taskmanagerid/profiler", none), documented: false },
  taskManagerProfilingFile: flinkText("GET", "/taskmanagers/:taskmanagerid/profiler/:filename"),

  jobManagerConfig: flink("GET", "/jobmanager/config", none),
  jobManagerEnvironment: flink("GET", "/jobmanager/environment", none),
  jobManagerMetrics: flink("GET", "/jobmanager/metrics", get),
  jobManagerLogs: flink("GET", "/jobmanager/logs", none),
  jobManagerLog: flinkText("GET", "/jobmanager/log"),
  jobManagerStdout: flinkText("GET", "/jobmanager/stdout"),
  jobManagerLogFile: flinkText("GET", "/jobmanager/logs/:filename"),
  jobManagerThreadDump: flink("GET", "/jobmanager/thread-dump", none),
  jobManagerProfilings: { ...flink("GET", "/jobmanager/profiler", none), documented: false },
  startJobManagerProfiling: { ...flink("POST", "/jobmanager/profiler", none), documented: false },
  jobManagerProfilingFile: flinkText("GET", "/jobmanager/profiler/:filename"),

  playground: playground("GET", "/playground", none),
  playgroundContainers: playground("GET", "/playground/containers", none),
  killContainer: playground("POST", "/playground/containers/:name/kill", none),
  startContainer: playground("POST", "/playground/containers/:name/start", none),
  killService: playground("POST", "/playground/services/:service/kill", none),
  startService: playground("POST", "/playground/services/:service/start", none),
  scaleService: playground("PUT", "/playground/services/:service/scale", none),
  playgroundTopics: playground("GET", "/playground/topics", none),
  playgroundRecords: playground("GET", "/playground/topics/:topic/records", {
    partition: "required",
    offset: "required",
    max: "optional",
    isolation: "optional",
  }),
  playgroundSavepoints: playground("GET", "/playground/savepoints", none),
  generator: playground("GET", "/playground/generator", none),
  patchGenerator: playground("PATCH", "/playground/generator", none),
  injectFault: playground("POST", "/playground/faults", none),
  resetPlayground: playground("POST", "/playground/reset", none),
} satisfies Readonly<Record<string, Route>>;

/** The name of a call. */
export type EndpointId = keyof typeof ROUTES;

/** No names at all: `{}` alone would accept every object. */
type NoNames = Readonly<Record<string, never>>;

/** An object with exactly these names. */
type Named<Name extends string, Value> = [Name] extends [never] ? NoNames : Readonly<Record<Name, Value>>;

/** The path parameters of a call, decoded: `{}` where it has none. */
export type PathParams<Id extends EndpointId> = Named<PathParamName<(typeof ROUTES)[Id]["path"]>, string>;

/** A query parameter as a caller gives it; a list becomes Flink's comma-separated form. */
export type QueryValue = string | number | readonly string[];

type QueryOf<Id extends EndpointId> = (typeof ROUTES)[Id]["query"];

/** The query parameters of a call: `{}` where it has none. */
export type QueryParams<Id extends EndpointId> = [keyof QueryOf<Id>] extends [never]
  ? NoNames
  : {
      readonly [Name in keyof QueryOf<Id> as QueryOf<Id>[Name] extends "required" ? Name : never]: QueryValue;
    } & {
      readonly [Name in keyof QueryOf<Id> as QueryOf<Id>[Name] extends "required" ? never : Name]?: QueryValue | undefined;
    };

/** What {@link matchEndpoint} found: switch on `id`, and `params` has that call's names. */
export type EndpointMatch = {
  readonly [Id in EndpointId]: { readonly id: Id; readonly params: PathParams<Id> };
}[EndpointId];
