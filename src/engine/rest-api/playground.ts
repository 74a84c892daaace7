// The part of the playground API that only the JobManager can answer.

import { FAULT_KINDS } from "../../rest/fault-kinds.ts";
import type { Fault, StoredSavepoints } from "../../rest/playground.ts";
import { StorageError } from "../host.ts";
import type { JobManagerView } from "../jobmanager/jobmanager-view.ts";
import { routeNotFound } from "../responses.ts";
import { accepted, type Call, type Handlers, ok } from "./handler.ts";
import { RestError, unexpectedBody } from "./rest-error.ts";

/** `POST /playground/faults`, or 400 with what is wrong with the request. */
function injectFault(view: JobManagerView, body: unknown): void {
  const fault = readFault(body);
  const answer = view.injectFault(fault);
  if (answer === "no-running-job") throw badRequest(`no running job has the id "${fault.job}"`);
  if (answer === "no-vertex") throw badRequest(`job "${fault.job}" has no vertex "${fault.vertex}"`);
}

/** `GET /playground/savepoints`, or 503 while the storage cannot be read. */
async function playgroundSavepoints(view: JobManagerView): Promise<StoredSavepoints> {
  try {
    return { savepoints: [...(await view.storedSavepoints())] };
  } catch (error) {
    if (error instanceof StorageError)
      throw new RestError(503, [`Unavailable: the storage of savepoints cannot be read: ${error.message}.`]);
    throw error;
  }
}

function readFault(body: unknown): Fault {
  if (typeof body !== "object" || body === null) throw badRequest("the body must be a JSON object");
  const { kind, job, vertex, times }: Partial<Record<keyof Fault, unknown>> = body;
  if (typeof kind !== "string") throw badRequest("kind must be a string");
  const known = FAULT_KINDS.find((name) => name === kind);
  if (known === undefined) throw badRequest(`unknown kind of fault "${kind}"; known: ${FAULT_KINDS.join(", ")}`);
  if (typeof job !== "string") throw badRequest("job must be the id of a job");
  if (typeof vertex !== "string") throw badRequest("vertex must be the id of a vertex");
  if (typeof times !== "number" || !Number.isInteger(times) || times < 1) {
    throw badRequest("times must be a whole number of at least 1");
  }
  return { kind: known, job: job.toLowerCase(), vertex: vertex.toLowerCase(), times };
}

function badRequest(message: string): RestError {
  return new RestError(400, [`BadRequest: ${message}.`]);
}

/** Other containers answer these; the supervisor routes them there. */
const answeredElsewhere = ({ request }: Call) => routeNotFound(request.url);

function jsonBody(body: string | undefined): unknown {
  try {
    return JSON.parse(body === undefined || body === "" ? "{}" : body);
  } catch {
    throw unexpectedBody("Fault");
  }
}

/** The calls of this file. */
export const playgroundHandlers = {
  injectFault: ({ view, request }) => {
    injectFault(view, jsonBody(request.body));
    return accepted();
  },
  playgroundSavepoints: ({ view }) => playgroundSavepoints(view).then(ok),
  playgroundDrains: ({ view }) => ok({ drains: [...view.drains] }),

  playground: answeredElsewhere,
  playgroundContainers: answeredElsewhere,
  killContainer: answeredElsewhere,
  startContainer: answeredElsewhere,
  killService: answeredElsewhere,
  startService: answeredElsewhere,
  scaleService: answeredElsewhere,
  playgroundTopics: answeredElsewhere,
  playgroundRecords: answeredElsewhere,
  generator: answeredElsewhere,
  patchGenerator: answeredElsewhere,
  resetPlayground: answeredElsewhere,
} satisfies Partial<Handlers>;
