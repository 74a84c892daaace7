import { buildPath } from "../src/rest/build-path.ts";
import { ENDPOINTS, type RequestBody } from "../src/rest/endpoints.ts";
import { errorReplySchema } from "../src/rest/errors.ts";
import { type EndpointId, type PathParams, type QueryParams, ROUTES } from "../src/rest/routes.ts";
import { type Answer, ask, clusterOf, waitForFact } from "./support/cluster.ts";
import { checkpointsOf, runningJob, taskManagerIds, VERTICES } from "./support/facts.ts";
import { expect, test } from "./support/test.ts";

// Every call of both contracts once, through the shipped build. Keys and types are compared with
// the recordings in contract/engine-contract.test.ts. This test covers the path through the page,
// its workers and its ports.

/** The names that the calls need, from the running cluster. */
interface Names {
  readonly jobid: string;
  readonly checkpointid: string;
  readonly taskmanagerid: string;
  readonly jarid: string;
}

interface Call<Id extends EndpointId> {
  readonly params: PathParams<Id>;
  readonly query: QueryParams<Id>;
  readonly body?: RequestBody<Id>;
}

/** One good call for each row of the table. A row without one does not compile. */
function callsFor({ jobid, checkpointid, taskmanagerid, jarid }: Names): { readonly [Id in EndpointId]: Call<Id> } {
  const none = { params: {}, query: {} };
  const ofJob = { params: { jobid }, query: {} };
  const ofApplication = { params: { applicationid: jobid }, query: {} };
  const vertex = { jobid, vertexid: VERTICES.counter.id };
  const ofVertex = { params: vertex, query: {} };
  const subtask = { ...vertex, subtaskindex: "0" };
  const ofTaskManager = { params: { taskmanagerid }, query: {} };
  const ofJar = { params: { jarid }, query: {} };
  // A request that omits a vertex is rejected as incomplete before it reaches the scheduler.
  const requirementsOfAll = Object.fromEntries(
    Object.values(VERTICES).map(({ id }) => [id, { parallelism: { lowerBound: 1, upperBound: 3 } }]),
  );
  return {
    overview: none,
    config: none,
    jobs: none,
    jobsOverview: none,
    jobsMetrics: { params: {}, query: { get: "numRestarts", agg: "sum" } },
    job: ofJob,
    jobStatus: ofJob,
    jobPlan: ofJob,
    jobConfig: ofJob,
    jobExceptions: { params: { jobid }, query: { maxExceptions: 20 } },
    resourceRequirements: ofJob,
    putResourceRequirements: { ...ofJob, body: requirementsOfAll },
    rescaleHistory: ofJob,
    rescaleOverview: ofJob,
    rescaleSummary: ofJob,
    rescaleConfig: ofJob,
    rescaleDetails: { params: { jobid, rescaleuuid: TRIGGERS.unknown }, query: {} },
    jobMetrics: { params: { jobid }, query: { get: ["numRestarts", "uptime"] } },
    jobAccumulators: ofJob,
    applicationsOverview: none,
    application: ofApplication,
    applicationExceptions: ofApplication,
    applicationConfig: ofApplication,
    checkpoints: ofJob,
    checkpointConfig: ofJob,
    checkpoint: { params: { jobid, checkpointid }, query: {} },
    checkpointSubtasks: { params: { ...vertex, checkpointid }, query: {} },
    vertex: ofVertex,
    vertexSubtaskTimes: ofVertex,
    vertexTaskManagers: ofVertex,
    vertexWatermarks: ofVertex,
    vertexBackpressure: ofVertex,
    vertexAccumulators: ofVertex,
    vertexFlameGraph: { params: vertex, query: { type: "full" } },
    vertexMetrics: ofVertex,
    vertexJobManagerMetrics: ofVertex,
    subtasksMetrics: { params: vertex, query: { get: "numRecordsIn", agg: ["min", "max"] } },
    subtasksAccumulators: ofVertex,
    subtask: { params: subtask, query: {} },
    subtaskAttempt: { params: { ...subtask, attempt: "0" }, query: {} },
    subtaskAttemptAccumulators: { params: { ...subtask, attempt: "0" }, query: {} },
    subtaskMetrics: { params: subtask, query: {} },
    taskManagers: none,
    taskManagersMetrics: none,
    taskManager: ofTaskManager,
    taskManagerMetrics: ofTaskManager,
    taskManagerLogs: ofTaskManager,
    taskManagerLog: ofTaskManager,
    taskManagerStdout: ofTaskManager,
    taskManagerLogFile: { params: { taskmanagerid, filename: "taskmanager-1.log" }, query: {} },
    taskManagerThreadDump: ofTaskManager,
    jobManagerConfig: none,
    jobManagerEnvironment: none,
    jobManagerConfigOfJob: ofJob,
    jobManagerEnvironmentOfJob: ofJob,
    jobManagerLogUrl: ofJob,
    taskManagerLogUrl: { params: { jobid, taskmanagerid }, query: {} },
    jobManagerMetrics: none,
    jobManagerLogs: none,
    jobManagerLog: none,
    jobManagerStdout: none,
    jobManagerLogFile: { params: { filename: "jobmanager.log" }, query: {} },
    jobManagerThreadDump: none,
    jobManagerProfilings: none,
    startJobManagerProfiling: { ...none, body: { mode: "ITIMER", duration: 1 } },
    jobManagerProfilingFile: { params: { filename: "nothing.html" }, query: {} },
    taskManagerProfilings: ofTaskManager,
    startTaskManagerProfiling: { ...ofTaskManager, body: { mode: "ITIMER", duration: 1 } },
    taskManagerProfilingFile: { params: { taskmanagerid, filename: "nothing.html" }, query: {} },
    playground: none,
    playgroundContainers: none,
    playgroundTopics: none,
    playgroundRecords: { params: { topic: "input" }, query: { partition: 0, offset: 0, max: 5 } },
    playgroundSavepoints: none,
    playgroundDrains: none,
    generator: none,
    jars: none,
    jarPlan: ofJar,
    jarPlanByBody: { ...ofJar, body: { parallelism: 3 } },
    triggerCheckpoint: { ...ofJob, body: { triggerId: TRIGGERS.checkpoint } },
    checkpointStatus: { params: { jobid, triggerid: TRIGGERS.checkpoint }, query: {} },
    triggerSavepoint: { ...ofJob, body: { triggerId: TRIGGERS.savepoint } },
    savepointStatus: { params: { jobid, triggerid: TRIGGERS.savepoint }, query: {} },
    disposeSavepoint: { ...none, body: { "savepoint-path": "file:/tmp/flink-savepoints-directory/savepoint-nothing" } },
    disposalStatus: { params: { triggerid: TRIGGERS.unknown }, query: {} },
    // Commands are last, in this order. Each creates what the next one needs.
    patchGenerator: { params: {}, query: {}, body: { recordsPerSecond: 200 } },
    injectFault: { params: {}, query: {}, body: { kind: "throw", job: jobid, vertex: VERTICES.counter.id, times: 1 } },
    scaleService: { params: { service: "taskmanager" }, query: {}, body: { replicas: 2 } },
    killContainer: { params: { name: "taskmanager-2" }, query: {} },
    startContainer: { params: { name: "taskmanager-2" }, query: {} },
    killService: { params: { service: "taskmanager" }, query: {} },
    startService: { params: { service: "taskmanager" }, query: {} },
    // An application that has ended is not found any more. A canceled job can be cancelled again.
    cancelApplication: ofApplication,
    cancelJob: { params: { jobid }, query: { mode: "cancel" } },
    cancelJobByGet: ofJob,
    // A stop of an ended job is accepted too. Its status would contain the result.
    stopJob: { ...ofJob, body: { drain: false } },
    runJar: { ...ofJar, body: { parallelism: 1 } },
    runJarAsApplication: { ...ofJar, body: { parallelism: 1 } },
    uploadJar: none,
    deleteJar: ofJar,
    resetPlayground: none,
  };
}

/** A command is accepted, and its effect shows elsewhere. Other calls have a result. */
function expectedStatus(id: EndpointId): number {
  // The engine's scheduler is Flink's default one.
  if (id === "resourceRequirements" || id === "putResourceRequirements") return 500;
  if (id.startsWith("rescale")) return 404;
  // As in a Flink whose profiler is disabled.
  if (id.includes("Profiling")) return 404;
  // That one was never triggered, and an upload needs a file.
  if (id === "disposalStatus") return 404;
  if (id === "uploadJar") return 400;
  if (id === "cancelJobByGet") return 202;
  return ROUTES[id].method === "GET" || ANSWERED.has(id) ? 200 : 202;
}

/** Commands with an immediate result. */
const ANSWERED: ReadonlySet<EndpointId> = new Set(["patchGenerator", "disposeSavepoint", "jarPlanByBody", "runJar", "deleteJar"]);

/** The caller may choose the ids of asynchronous operations. */
const TRIGGERS = {
  checkpoint: "c".repeat(32),
  savepoint: "5".repeat(32),
  unknown: "0".repeat(32),
};

test("every call of both contracts answers with its status and its shape", async ({ page }) => {
  await page.goto("/");
  const names = await waitForFact(page, "all tasks are RUNNING and a checkpoint is completed", async (cluster) => {
    const job = await runningJob(cluster);
    const completed = job && (await checkpointsOf(cluster, job.jid)).latest.completed;
    const [taskmanagerid] = await taskManagerIds(cluster);
    const jarid = (await cluster.call("jars", {}, {})).files[0]?.id;
    if (job === undefined || completed === undefined || completed === null) return undefined;
    if (taskmanagerid === undefined || jarid === undefined) return undefined;
    return { jobid: job.jid, checkpointid: String(completed.id), taskmanagerid, jarid };
  });

  const faults: string[] = [];
  for (const [id, call] of Object.entries(callsFor(names)) as [EndpointId, Call<EndpointId>][]) {
    const answer = await ask(page, ROUTES[id].method, buildPath(id, call.params, call.query), call.body && JSON.stringify(call.body));
    const fault = faultOf(id, answer);
    if (fault !== undefined) faults.push(`${id}: ${fault}; ${answer.text.slice(0, 300)}`);
  }
  expect(faults).toEqual([]);

  const fresh = await waitForFact(page, "the reset cluster runs its job", async (cluster) => {
    const job = await runningJob(cluster);
    return job !== undefined && job.jid !== names.jobid && job;
  });
  expect((await clusterOf(page).call("jobsOverview", {}, {})).jobs.map(({ jid }) => jid)).toEqual([fresh.jid]);
});

function faultOf(id: EndpointId, { status, contentType, text }: Answer): string | undefined {
  if (status !== expectedStatus(id)) return `status ${String(status)}`;
  const isText = ROUTES[id].reply === "text" && status < 400;
  if (!contentType.startsWith(isText ? "text/plain" : "application/json")) return `content type ${contentType}`;
  const schema = status < 400 ? ENDPOINTS[id].response : errorReplySchema;
  const parsed = schema.safeParse(isText ? text : JSON.parse(text));
  return parsed.success ? undefined : parsed.error.message;
}

const unknownJob = "ffffffffffffffffffffffffffffffff";

/** Invalid requests and their replies, with Flink's status where it is known. */
const refusals: { method: string; target: string; body?: string; status: number; words: RegExp }[] = [
  { method: "GET", target: `/jobs/${unknownJob}`, status: 404, words: /ffffffff/ },
  { method: "GET", target: "/jobs/not-an-id", status: 400, words: /not-an-id/ },
  { method: "GET", target: "/taskmanagers/unknown-tm", status: 500, words: /unknown-tm/ },
  { method: "GET", target: "/no/such/call", status: 404, words: /no\/such\/call/ },
  { method: "PATCH", target: `/jobs/${unknownJob}?mode=cancel`, status: 404, words: /could not be found/ },
  { method: "PUT", target: "/playground/services/taskmanager/scale", body: `{"replicas": -1}`, status: 400, words: /0 to 16/ },
  { method: "PUT", target: "/playground/services/taskmanager/scale", body: `{"replicas": 1000}`, status: 400, words: /0 to 16/ },
  { method: "PUT", target: "/playground/services/taskmanager/scale", body: `{"replicas"`, status: 400, words: /replicas/ },
  { method: "PUT", target: "/playground/services/kafka/scale", body: `{"replicas": 2}`, status: 409, words: /kafka/ },
  { method: "POST", target: "/playground/containers/unknown-tm/kill", status: 404, words: /unknown-tm/ },
  { method: "POST", target: "/playground/containers/kafka/kill", status: 409, words: /kafka/ },
  { method: "POST", target: "/playground/containers/taskmanager-1/start", status: 409, words: /taskmanager-1/ },
  { method: "GET", target: "/playground/topics/input/records?partition=0&offset=99999999", status: 416, words: /99999999/ },
  { method: "GET", target: "/playground/topics/input/records?partition=7&offset=0", status: 404, words: /7/ },
  { method: "GET", target: "/playground/topics/nothing/records?partition=0&offset=0", status: 404, words: /nothing/ },
  { method: "PATCH", target: "/playground/generator", body: `{"recordsPerSecond": -5}`, status: 400, words: /recordsPerSecond/ },
  { method: "PATCH", target: "/playground/generator", body: "<b>", status: 400, words: /JSON|recordsPerSecond/ },
  { method: "POST", target: "/playground/faults", body: `{"kind": "flood", "vertex": "x", "times": 1}`, status: 400, words: /flood/ },
];

test("invalid requests get an error message in Flink's format, and nothing is lost", async ({ page }) => {
  await page.goto("/");
  const before = await waitForFact(page, "all tasks are RUNNING", runningJob);
  const faults: string[] = [];
  for (const { method, target, body, status, words } of refusals) {
    const answer = await ask(page, method, target, body);
    const reply = errorReplySchema.safeParse(JSON.parse(answer.text));
    const text = reply.success ? reply.data.errors.join(" ") : "";
    if (answer.status !== status || !words.test(text))
      faults.push(`${method} ${target} ${body ?? ""}: ${String(answer.status)} ${answer.text}`);
  }
  expect(faults).toEqual([]);
  expect(await runningJob(clusterOf(page))).toMatchObject({ jid: before.jid });
});

test("killing a stopped container is rejected, and it can still be started", async ({ page }) => {
  await page.goto("/");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  expect((await ask(page, "POST", "/playground/containers/taskmanager-1/kill")).status).toBe(202);
  const again = await ask(page, "POST", "/playground/containers/taskmanager-1/kill");
  expect(again.status).toBe(409);
  expect(again.text).toContain("taskmanager-1");
  const { containers } = await clusterOf(page).call("playgroundContainers", {}, {});
  expect(containers.find(({ name }) => name === "taskmanager-1")).toMatchObject({ state: "exited", exitCode: 137, taskManagerId: null });
  expect((await ask(page, "POST", "/playground/containers/taskmanager-1/start")).status).toBe(202);
  await waitForFact(page, "all tasks are RUNNING again", runningJob);
});
