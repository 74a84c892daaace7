// JARs: list, upload, plan, run, delete. Flink: JarListHandler, JarUploadHandler, JarPlanHandler, JarRunHandler, JarRunApplicationHandler, JarDeleteHandler.

import type { JarRun, JarRunApplication, Jars, JarUpload } from "../../rest/jars.ts";
import { jarNameProblem } from "../../rest/path-parameter.ts";
import type { JobPlan } from "../../rest/plan.ts";
import { jobPlan } from "../graph/job-plan.ts";
import { findEntryClass } from "../jobmanager/dispatcher/program.ts";
import type { JobManagerView, ProgramRequest, StoredJar } from "../jobmanager/jobmanager-view.ts";
import { CLAIM_MODES, type RestoreSettings } from "../jobmanager/savepoints/savepoint-restore.ts";
import type { ErrorInfo } from "../protocol/error-info.ts";
import { accepted, type Handlers, ok } from "./handler.ts";
import { fileNamesOf } from "./multipart.ts";
import { integerQuery, listParameter } from "./parameters.ts";
import { RequestBody } from "./request-body.ts";
import { handlerError, RestError, serverError, unexpectedBody } from "./rest-error.ts";

/** `GET /jars`. */
function jars(view: JobManagerView): Jars {
  return {
    address: `http://jobmanager:${view.clusterConfiguration.restPort}`,
    files: view.jars.all.map(({ id, name, uploaded, entryClass }) => ({
      id,
      name,
      uploaded,
      entry: entryClass === undefined ? [] : [{ name: entryClass, description: null }],
    })),
  };
}

/** `POST /jars/upload`: the name is judged, the content is not looked at. */
function uploadJar(view: JobManagerView, body: string | undefined): JarUpload {
  const names = fileNamesOf(body ?? "");
  if (names === undefined) throw unexpectedBody("EmptyRequestBody");
  const [name] = names;
  if (name === undefined || names.length !== 1) throw handlerError(400, `Exactly 1 file must be sent, received ${names.length}.`);
  if (!name.endsWith(".jar")) throw handlerError(400, "Only Jar files are allowed.");
  const problem = jarNameProblem(name);
  if (problem !== undefined) throw handlerError(400, problem);
  return { filename: `${view.jars.directory}/${view.jars.upload(name).id}`, status: "success" };
}

/** `DELETE /jars/:jarid`. Jobs that were started from it run on. */
function deleteJar(view: JobManagerView, jarId: string): void {
  if (!view.jars.delete(jarId)) throw handlerError(400, `File ${jarId} does not exist in ${view.jars.directory}.`);
}

/** `GET` and `POST /jars/:jarid/plan`. */
function jarPlan(view: JobManagerView, jarId: string, query: URLSearchParams, body: string | undefined): JobPlan {
  const request = new RequestBody(body, "JarPlanRequestBody");
  const graph = view.planProgram(findJar(view, jarId), programRequest(request, query));
  if (!graph.ok) throw programError(graph.error);
  return { plan: jobPlan(graph.value) };
}

/** `POST /jars/:jarid/run`: answered when the job has begun, or with why it could not. */
async function runJar(view: JobManagerView, jarId: string, query: URLSearchParams, body: string | undefined): Promise<JarRun> {
  const request = new RequestBody(body, "JarRunRequestBody");
  const jobid = await run(view, findJar(view, jarId), programRequest(request, query), restoreSettings(request, query));
  return { jobid, applicationId: jobid };
}

/**
 * `POST /jars/:jarid/run-application`. An application has the id of its job here, so either id of
 * the request is the id of both. Flink answers before main() runs.
 */
async function runJarAsApplication(
  view: JobManagerView,
  jarId: string,
  query: URLSearchParams,
  body: string | undefined,
): Promise<JarRunApplication> {
  const request = new RequestBody(body, "JarRunApplicationRequestBody");
  const jar = findJar(view, jarId);
  const program = programRequest(request, query);
  const jobId = request.id("applicationId") ?? program.jobId;
  return { applicationid: await run(view, jar, { ...program, jobId }, restoreSettings(request, query)) };
}

/** Runs a JAR's program. Resolves with the id of its job. */
async function run(view: JobManagerView, jar: StoredJar, program: ProgramRequest, restore: RestoreSettings | undefined): Promise<string> {
  const missing = findEntryClass(jar, program.entryClass);
  if (missing !== undefined) throw programError(missing);
  const graph = view.planProgram(jar, program);
  if (!graph.ok) throw notExecuted(graph.error);
  const job = await view.runProgram(graph.value, restore);
  if (!job.ok) throw notExecuted(job.error);
  return job.value;
}

function findJar(view: JobManagerView, jarId: string): StoredJar {
  const jar = view.jars.find(jarId);
  if (jar !== undefined) return jar;
  throw completion("org.apache.flink.runtime.rest.handler.RestHandlerException", `Jar file ${view.jars.directory}/${jarId} does not exist`);
}

function programRequest(body: RequestBody, query: URLSearchParams): ProgramRequest {
  return {
    entryClass: body.text("entryClass") ?? query.get("entry-class") ?? undefined,
    programArguments: programArguments(body, query),
    parallelism: body.integer("parallelism") ?? integerQuery(query, "parallelism"),
    jobId: body.id("jobId"),
    flinkConfiguration: body.entries("flinkConfiguration"),
  };
}

/** A list, or one line of text as Flink 1.x takes it, from the body or the query. */
function programArguments(body: RequestBody, query: URLSearchParams): readonly string[] {
  const line = body.text("programArgs") ?? query.get("program-args") ?? "";
  const list = body.texts("programArgsList") ?? listParameter(query, "programArg") ?? [];
  if (list.length === 0) return tokenize(line);
  if (line === "") return list;
  throw handlerError(400, "Confusing request: programArgs and programArgsList are specified, please, use only programArgsList");
}

/**
 * Splits into words and takes quoted text as one word. Flink: JarHandlerUtils.tokenizeArguments.
 */
function tokenize(line: string): readonly string[] {
  return [...line.trim().matchAll(/([^"']\S*|".+?"|'.+?')\s*/g)].map(([, word = ""]) => word.replaceAll(/^["']|["']$/g, ""));
}

function restoreSettings(body: RequestBody, query: URLSearchParams): RestoreSettings | undefined {
  const claimMode = body.word("claimMode", CLAIM_MODES) ?? body.word("restoreMode", CLAIM_MODES) ?? "NO_CLAIM";
  const allowNonRestoredState = body.flag("allowNonRestoredState") ?? query.get("allowNonRestoredState") === "true";
  const path = body.text("savepointPath") ?? query.get("savepointPath") ?? "";
  return path === "" ? undefined : { path, allowNonRestoredState, claimMode };
}

/** The program cannot be found: Flink did not expect that, and answers 500. */
function programError({ className, message }: ErrorInfo): RestError {
  return completion(className, message);
}

function completion(className: string, message: string): RestError {
  return serverError("java.util.concurrent.CompletionException", `${className}: ${message}\nCaused by: ${className}: ${message}`);
}

/** The program ran, and its main method or the start of its job failed. */
function notExecuted(error: ErrorInfo): RestError {
  const head = "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute application.";
  const wrapped = "java.util.concurrent.CompletionException: org.apache.flink.util.FlinkRuntimeException: Could not execute application.";
  return new RestError(400, [`${head}\nCaused by: ${wrapped}\nCaused by: ${error.stack}`]);
}

/** The calls of this file. */
export const jarHandlers = {
  jars: ({ view }) => ok(jars(view)),
  uploadJar: ({ view, request }) => ok(uploadJar(view, request.body)),
  deleteJar: ({ view, params }) => {
    deleteJar(view, params.jarid);
    return ok({});
  },
  jarPlan: ({ view, params, query, request }) => ok(jarPlan(view, params.jarid, query, request.body)),
  jarPlanByBody: ({ view, params, query, request }) => ok(jarPlan(view, params.jarid, query, request.body)),
  runJar: ({ view, params, query, request }) => runJar(view, params.jarid, query, request.body).then(ok),
  runJarAsApplication: ({ view, params, query, request }) => runJarAsApplication(view, params.jarid, query, request.body).then(accepted),
} satisfies Partial<Handlers>;
