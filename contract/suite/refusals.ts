// Invalid requests, and Flink's replies: the status, and the class or words of the error.
import { errorReplySchema } from "../../src/rest/errors.ts";
import { ANY_ORIGIN } from "./ask.ts";
import { failedClaims, is, matching } from "./claims.ts";
import type { Scene } from "./scene.ts";

interface Question {
  readonly what: string;
  readonly method: string;
  readonly path: (scene: Scene) => string;
  /** Sent unchanged. */
  readonly body?: string | ((scene: Scene) => string);
  readonly status: number;
  /** The texts that the error must contain; none for requests that are accepted. */
  readonly words?: RegExp;
}

/** One request as a test: an empty result means that the reply is as expected. */
export interface Refusal {
  readonly what: string;
  readonly faults: (scene: Scene) => Promise<readonly string[]>;
}

const UNKNOWN = "0".repeat(32);
const NOT_FOUND = /^org\.apache\.flink\.runtime\.rest\.NotFoundException: /;
const HANDLER = "^org\\.apache\\.flink\\.runtime\\.rest\\.handler\\.RestHandlerException: ";
const CANNOT_RESOLVE = (what: string) => new RegExp(`${HANDLER}Bad request, could not parse parameters: Cannot resolve ${what} from value`);
const NOT_EXPECTED = (format: string) => new RegExp(`${HANDLER}Request did not match expected format ${format}\\.`);

/** The same bounds for each of these vertices. */
function requirementsOf(vertexIds: readonly string[], lowerBound: number, upperBound: number): string {
  return JSON.stringify(Object.fromEntries(vertexIds.map((id) => [id, { parallelism: { lowerBound, upperBound } }])));
}
const REQUIREMENTS = ({ jobid }: Scene) => `/jobs/${jobid}/resource-requirements`;

const QUESTIONS: readonly Question[] = [
  { what: "an unknown job", method: "GET", path: () => `/jobs/${UNKNOWN}`, status: 404, words: NOT_FOUND },
  { what: "an id that is none", method: "GET", path: () => "/jobs/xyz", status: 400, words: CANNOT_RESOLVE("path parameter \\(jobid\\)") },
  {
    what: "an unknown vertex",
    method: "GET",
    path: ({ jobid }) => `/jobs/${jobid}/vertices/${UNKNOWN}`,
    status: 404,
    words: NOT_FOUND,
  },
  {
    what: "a vertex id that is none",
    method: "GET",
    path: ({ jobid }) => `/jobs/${jobid}/vertices/zz/backpressure`,
    status: 400,
    words: CANNOT_RESOLVE("path parameter \\(vertexid\\)"),
  },
  {
    what: "an unknown checkpoint",
    method: "GET",
    path: ({ jobid }) => `/jobs/${jobid}/checkpoints/details/999999`,
    status: 404,
    words: new RegExp(`${HANDLER}Could not find checkpointing statistics for checkpoint 999999\\.`),
  },
  // An inconsistency of Flink: an unknown TaskManager is a server error.
  {
    what: "an unknown TaskManager",
    method: "GET",
    path: () => "/taskmanagers/nope",
    status: 500,
    words: /^Internal server error\.[^]*No TaskExecutor registered under nope/,
  },
  { what: "an unknown JAR", method: "POST", path: () => "/jars/nope.jar/run", body: "{}", status: 500, words: /^Internal server error\./ },
  {
    what: "to delete an unknown JAR",
    method: "DELETE",
    path: () => "/jars/nope.jar",
    status: 400,
    words: new RegExp(`${HANDLER}File nope\\.jar does not exist`),
  },
  {
    what: "an unknown savepoint operation",
    method: "GET",
    path: ({ jobid }) => `/jobs/${jobid}/savepoints/${UNKNOWN}`,
    status: 404,
    words: new RegExp(`${HANDLER}There is no savepoint operation with triggerId=${UNKNOWN}`),
  },
  {
    what: "a mode that is none",
    method: "PATCH",
    path: ({ jobid }) => `/jobs/${jobid}?mode=nope`,
    status: 400,
    words: CANNOT_RESOLVE("query parameter \\(mode\\)"),
  },
  {
    what: "a body that is not an object",
    method: "POST",
    path: ({ jobid }) => `/jobs/${jobid}/savepoints`,
    body: '"not-json"',
    status: 400,
    words: NOT_EXPECTED("SavepointTriggerRequestBody"),
  },
  {
    what: "a body whose field has another type",
    method: "POST",
    path: ({ jobid }) => `/jobs/${jobid}/savepoints`,
    body: '{"cancel-job": "maybe"}',
    status: 400,
    words: NOT_EXPECTED("SavepointTriggerRequestBody"),
  },
  {
    what: "requirements that say nothing",
    method: "PUT",
    path: REQUIREMENTS,
    body: "{}",
    status: 400,
    words: new RegExp(`${HANDLER}Request body does not specify resource requirements\\.`),
  },
  {
    what: "requirements that leave out vertices",
    method: "PUT",
    path: REQUIREMENTS,
    body: ({ vertexIds }) => requirementsOf(vertexIds.slice(1), 1, 2),
    status: 400,
    words: new RegExp(`${HANDLER}The request is incomplete, missing job vertex \\[\\w{32}\\] resource requirements\\.`),
  },
  {
    what: "requirements for a vertex that is not there",
    method: "PUT",
    path: REQUIREMENTS,
    body: ({ vertexIds }) => requirementsOf([...vertexIds, UNKNOWN], 1, 2),
    status: 400,
    words: new RegExp(`${HANDLER}Job vertex \\[${UNKNOWN}\\] was not found in the JobGraph\\.`),
  },
  {
    what: "requirements beyond the maximum parallelism",
    method: "PUT",
    path: REQUIREMENTS,
    body: ({ vertexIds }) => requirementsOf(vertexIds, 1, 129),
    status: 400,
    words: new RegExp(`${HANDLER}The newly requested parallelism 129 for the job vertex \\w{32} exceeds its maximum parallelism 128\\.`),
  },
  {
    what: "requirements whose lower bound is the higher one",
    method: "PUT",
    path: REQUIREMENTS,
    body: ({ vertexIds }) => requirementsOf(vertexIds, 3, 2),
    status: 400,
    words: new RegExp(`${HANDLER}The requested lower bound \\[3\\] for job vertex \\[\\w{32}\\] is higher than the upper bound \\[2\\]\\.`),
  },
  {
    what: "requirements of none",
    method: "PUT",
    path: REQUIREMENTS,
    body: ({ vertexIds }) => requirementsOf(vertexIds, 0, 0),
    status: 400,
    words: new RegExp(`${HANDLER}Both, the requested lower bound \\[0\\] and upper bound \\[0\\] for job vertex`),
  },
  {
    what: "an upload that is not a form",
    method: "POST",
    path: () => "/jars/upload",
    body: '"x"',
    status: 400,
    words: NOT_EXPECTED("EmptyRequestBody"),
  },
  { what: "a path that is not there", method: "GET", path: () => "/nope", status: 404, words: /^Unable to load requested file \/nope\.$/ },
  {
    what: "a method that a path has not",
    method: "POST",
    path: () => "/overview",
    body: "{}",
    status: 404,
    words: /^Not found: \/overview$/,
  },
  { what: "to delete a job", method: "DELETE", path: ({ jobid }) => `/jobs/${jobid}`, status: 404, words: /^Not found: \/jobs\/\w{32}$/ },
  {
    what: "a CORS preflight request",
    method: "OPTIONS",
    path: () => "/jobs/overview",
    status: 404,
    words: /^Not found: \/jobs\/overview$/,
  },
  // Accepted, although they look invalid.
  {
    what: "no unknown field in a body",
    method: "POST",
    path: ({ jobid }) => `/jobs/${jobid}/savepoints`,
    body: '{"nope": 1}',
    status: 202,
  },
  {
    what: "no stop of an unknown job: its status will say it",
    method: "POST",
    path: () => `/jobs/${UNKNOWN}/stop`,
    body: "{}",
    status: 202,
  },
  {
    what: "no disposal of nothing: its status will say it",
    method: "POST",
    path: () => "/savepoint-disposal",
    body: '{"savepoint-path": "file:/tmp/nope"}',
    status: 200,
  },
];

/** All of them. */
export const refusals: readonly Refusal[] = QUESTIONS.map((question) => ({
  what: question.what,
  faults: (scene) => faultsOf(question, scene),
}));

async function faultsOf({ method, path, body, status, words }: Question, scene: Scene): Promise<readonly string[]> {
  const sent = typeof body === "function" ? body(scene) : body;
  const init = { method, ...(sent === undefined ? {} : { body: sent, headers: { "content-type": "application/json" } }) };
  const response = await scene.backend.client.request(new Request(ANY_ORIGIN + path(scene), init));
  const text = await response.text();
  const faults = failedClaims({
    status: is(response.status, status),
    "content type": is(response.headers.get("content-type")?.toLowerCase(), "application/json; charset=utf-8"),
    ...(words === undefined ? {} : { "the words of the error": is(errorsIn(text), matching(words)) }),
  });
  return faults.map((fault) => `${method} ${path(scene)}: ${fault}`);
}

/** The texts of an error, one per line, or the reply itself. */
function errorsIn(text: string): string {
  const parsed = errorReplySchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data.errors.join("\n") : text;
}
