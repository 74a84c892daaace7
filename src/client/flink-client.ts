// A typed call for each row of the endpoint table, over any transport. Callers need not know about
// ports, workers or URLs.
import type * as z from "zod/mini";
import { atOnce, inSlices } from "../base/in-slices.ts";
import { buildPath } from "../rest/build-path.ts";
import { ENDPOINTS, type RequestBody, type ResponseBody } from "../rest/endpoints.ts";
import { errorReplySchema } from "../rest/errors.ts";
import { type EndpointId, type PathParams, type QueryParams, ROUTES } from "../rest/routes.ts";
import { upstreamFaultOf } from "../rest/upstream-fault.ts";
import { type ActionCall, type ActionLog, createActionLog } from "./action-log.ts";
import { type ClusterClock, createClusterClock, timeOfReply } from "./cluster-clock.ts";
import { createFailureLog, type FailureLog } from "./failure-log.ts";
import { type FailedCall, HttpStatusError } from "./http-status-error.ts";
import { PAGE_SLICES } from "./page-slices.ts";
import { parseSteps } from "./parse-steps.ts";
import { createRequestPacer, type RequestPacer } from "./request-pacer.ts";
import { describeIssue, ResponseShapeError } from "./response-shape-error.ts";
import type { ReplySink, Transport } from "./transport.ts";

/** Requests need an absolute URL. Transports use only the part after the origin. */
const ANY_ORIGIN = "http://cluster.invalid";

/**
 * The parameters of a call besides its address. `body` only if the row has one, `form` only for the
 * upload of a JAR.
 */
export interface CallOptions<Id extends EndpointId> {
  readonly body?: RequestBody<Id>;
  readonly form?: FormData;
  readonly signal?: AbortSignal;
  /** How many bytes of the form were sent, of how many. Not called if the transport does not know. */
  readonly onSent?: (sentBytes: number, totalBytes: number) => void;
}

/** Calls whose reply is a file. */
export type TextEndpointId = { [Id in EndpointId]: (typeof ROUTES)[Id]["reply"] extends "text" ? Id : never }[EndpointId];

/** The dashboard's client of a cluster. */
export interface FlinkClient {
  /**
   * Makes one call and parses its reply. Rejects with HttpStatusError (error status),
   * ResponseShapeError (unexpected format), TransportError or EngineStoppedError (no reply), or the
   * signal's reason.
   */
  call<Id extends EndpointId>(id: Id, params: PathParams<Id>, query: QueryParams<Id>, options?: CallOptions<Id>): Promise<ResponseBody<Id>>;
  /**
   * Reads a file without keeping it. Resolves when all of it was given to `sink`. Rejects as `call`
   * does.
   */
  stream<Id extends TextEndpointId>(id: Id, params: PathParams<Id>, sink: ReplySink, signal: AbortSignal): Promise<void>;
  /** The transport, for callers with their own requests. */
  readonly request: Transport;
  /** The cluster's clock, as the replies to these calls tell it. */
  readonly clock: ClusterClock;
  /** The calls that failed. */
  readonly failures: FailureLog;
  /** Tells of the calls that change the cluster. */
  readonly actions: ActionLog;
  /** Counts these calls, and paces those that can wait. */
  readonly pacer: RequestPacer;
}

/** What a log notes of a call. */
type Noted = { readonly signal?: AbortSignal; readonly body?: unknown };

/** Creates a client for a transport. Errors call the cluster `clusterName`. */
export function createFlinkClient(transport: Transport, clusterName = "the cluster", pacer = createRequestPacer()): FlinkClient {
  const clock = createClusterClock();
  const failures = createFailureLog(() => Date.now());
  const actions = createActionLog();

  /** Notes a failure, unless the caller has given the call up, and tells of an action after its reply. */
  async function noting<Reply>(id: EndpointId, reply: Promise<Reply>, params: object, { signal, body }: Noted): Promise<Reply> {
    const isRead = ROUTES[id].method === "GET";
    const atMs = Date.now();
    let failure: unknown;
    try {
      return await reply;
    } catch (error) {
      failure = error;
      if (signal?.aborted !== true) failures.note(error, isRead);
      throw error;
    } finally {
      if (!isRead) actions.note({ id, params: params as ActionCall["params"], body, atMs, error: failure });
    }
  }

  async function call<Id extends EndpointId>(
    id: Id,
    params: PathParams<Id>,
    query: QueryParams<Id>,
    options: CallOptions<Id>,
  ): Promise<ResponseBody<Id>> {
    const path = buildPath(id, params, query);
    const response = await transport(makeRequest(id, path, options), { onSent: options.onSent });
    const text = await response.text();
    const asked = { endpoint: id, path, cluster: clusterName };
    if (!response.ok) throw statusError(asked, response, text);
    const reply = await parseReply(id, asked, text);
    const clusterMs = timeOfReply(reply);
    if (clusterMs !== undefined) clock.note(clusterMs, Date.now());
    return reply;
  }

  async function stream<Id extends TextEndpointId>(id: Id, params: PathParams<Id>, sink: ReplySink, signal: AbortSignal): Promise<void> {
    const path = buildPath(id, params, {} as QueryParams<typeof id>);
    const response = await transport(makeRequest(id, path, { signal }), { reply: sink });
    if (!response.ok) throw statusError({ endpoint: id, path, cluster: clusterName }, response, await response.text());
    // The playground's transport has the whole reply at once.
    const whole = new Uint8Array(await response.arrayBuffer());
    if (whole.byteLength === 0) return;
    sink.begin(whole.byteLength);
    signal.throwIfAborted();
    sink.take(whole);
  }

  return {
    request: transport,
    clock,
    failures,
    actions,
    pacer,
    call(id, params, query, options = {}) {
      pacer.note();
      return noting(id, call(id, params, query, options), params, options);
    },
    stream: (id, params, sink, signal) => noting(id, stream(id, params, sink, signal), params, { signal }),
  };
}

function makeRequest<Id extends EndpointId>(id: Id, path: string, { signal, body, form }: CallOptions<Id>): Request {
  return new Request(ANY_ORIGIN + path, {
    method: ROUTES[id].method,
    ...(signal === undefined ? {} : { signal }),
    ...(form === undefined ? {} : { body: form }),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
}

function statusError(asked: FailedCall, { status, headers }: Response, text: string): HttpStatusError {
  return new HttpStatusError(asked, status, readErrors(text), upstreamFaultOf(headers));
}

/** Flink's errors, or the text of a gateway's reply. */
function readErrors(text: string): readonly string[] | string {
  const reply = errorReplySchema.safeParse(parseJson(text));
  return reply.success ? reply.data.errors : text;
}

async function parseReply<Id extends EndpointId>(id: Id, asked: FailedCall, text: string): Promise<ResponseBody<Id>> {
  const reply = ROUTES[id].reply === "text" ? text : parseJson(text);
  if (reply === undefined) throw new ResponseShapeError({ ...asked, field: "", found: "it is not JSON", reply: text });
  const schema: z.ZodMiniType = ENDPOINTS[id].response;
  const steps = parseSteps(schema, reply);
  // A task of its own takes time, which most replies do not need.
  const parsed = text.length < LONG_REPLY ? atOnce(steps) : await inSlices(steps, PAGE_SLICES);
  if (parsed.success) {
    // The schema of this row has just accepted it. The compiler cannot follow an index into the
    // table this far.
    return parsed.data as ResponseBody<Id>;
  }
  const { field, found } = describeIssue(parsed.error);
  throw new ResponseShapeError({ ...asked, field, found, reply: text }, { cause: parsed.error });
}

/** Characters. A longer reply is checked in several tasks. */
const LONG_REPLY = 100_000;

/** Undefined if it is not JSON. A 202 may have no body, which counts as an empty object. */
function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    // JSON cannot express undefined, so this means "not JSON".
    return undefined;
  }
}
