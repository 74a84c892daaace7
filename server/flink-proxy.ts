// The REST API of one cluster under a path of this server. The only routes are the rows of
// flink-calls.ts. The outgoing request is built from the matched row and the decoded parameters,
// never from the incoming address.
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import multipart, { type MultipartFile } from "@fastify/multipart";
import { isSafeParameter } from "../src/rest/path-parameter.ts";
import { UPSTREAM_FAULT_HEADER } from "../src/rest/upstream-fault.ts";
import { tooLarge } from "./app-server.ts";
import { FLINK_CALLS, type FlinkCall, NEVER } from "./flink-calls.ts";
import { discard, ownWords, pageRefusal, redirectRefusal, type Refusal } from "./gateway-reply.ts";
import { fileNameRefusal, uploadForm } from "./jar-upload.ts";
import { discardRest, limitArrival } from "./request-arrival.ts";
import { createUpstream, RequestBodyError, type Upstream, UpstreamError, type UpstreamLimits, type UpstreamReply } from "./upstream.ts";

/** The plugin's options. Its path is Fastify's `prefix`. */
export interface FlinkProxyOptions {
  /** The address of the cluster's REST API, which may have a path. */
  readonly address: URL;
  /** The cluster's name in messages. */
  readonly label: string;
  /** Rejects every call that changes something. */
  readonly readOnly: boolean;
  readonly limits?: UpstreamLimits;
}

/**
 * Flink's own limit, rest.server.max-content-length, is 100 MiB by default. Every other body is
 * JSON of a few hundred bytes.
 */
const MAX_UPLOAD_BYTES = 512 * 1_048_576;

/** A cluster's reply is never a page of Drey's origin. */
const REPLY_POLICY = {
  contentSecurityPolicy: { useDefaults: false, directives: { "default-src": ["'none'"], "frame-ancestors": ["'none'"] } },
};

/** The proxy of one cluster as a Fastify plugin. The server around it checks Host and Origin. */
export async function flinkProxy(server: FastifyInstance, options: FlinkProxyOptions): Promise<void> {
  const upstream = createUpstream(options.address, options.label, options.limits);
  const { requestMs } = upstream.limits;
  server.addHook("onClose", () => upstream.close());
  server.addHook("onError", (_request, reply, error, done) => {
    if (error instanceof UpstreamError) reply.header(UPSTREAM_FAULT_HEADER, error.fault);
    done();
  });
  const calls = FLINK_CALLS.filter(({ path }) => path !== UPLOAD_PATH);
  const uploads = FLINK_CALLS.filter(({ path }) => path === UPLOAD_PATH);

  await server.register(async (scope) => {
    limitArrival(scope, requestMs);
    scope.removeAllContentTypeParsers();
    // As in Flink, a body with any content type is JSON. The exception is a form with files, which
    // an old Flink wrote to disk for any call.
    scope.addHook("onRequest", (request, reply, done) => {
      const type = request.headers["content-type"] ?? "";
      if (/^\s*multipart\//i.test(type))
        void reply.code(415).send({ errors: ["Unsupported media type: only POST /jars/upload accepts files."] });
      else {
        request.raw.headers["content-type"] = "text/plain";
        done();
      }
    });
    scope.addContentTypeParser("text/plain", { parseAs: "string" }, (_request, body, done) => done(null, body));
    for (const call of calls) {
      addRoute(scope, call, options, (request, reply, target) => passOn(upstream, call, request, reply, target));
    }
    for (const path of NEVER) {
      const sentence = "Forbidden: this server does not cancel or stop jobs by GET. Use PATCH /jobs/:jobid or POST /jobs/:jobid/stop.";
      for (const url of versions(path)) {
        scope.route({
          method: "GET",
          url,
          helmet: REPLY_POLICY,
          exposeHeadRoute: false,
          handler: (_, reply) => refuse(reply, 403, sentence),
        });
      }
    }
  });

  await server.register(async (scope) => {
    await scope.register(multipart, { preservePath: true, limits: { files: 1, fileSize: Infinity, headerPairs: 20 } });
    scope.addHook("onRequest", (request, reply, done) => {
      if (Number(request.headers["content-length"] ?? 0) <= MAX_UPLOAD_BYTES) done();
      else
        void reply
          .code(413)
          .header("connection", "close")
          .send({ errors: [tooLarge(MAX_UPLOAD_BYTES)] });
    });
    for (const call of uploads) {
      addRoute(scope, call, options, (request, reply, target) => passUploadOn(upstream, call, request, reply, target));
    }
  });
}

const UPLOAD_PATH = "/jars/upload";

type Handler = (request: FastifyRequest, reply: FastifyReply, target: string) => Promise<FastifyReply>;

/** Fastify accepts a reply that is being sent as well as its promise. */
type Handled = FastifyReply | Promise<FastifyReply>;

function addRoute(scope: FastifyInstance, call: FlinkCall, { readOnly }: FlinkProxyOptions, handle: Handler): void {
  const { method, path, isWrite } = call;
  const handler = (request: FastifyRequest, reply: FastifyReply): Handled => {
    if (readOnly && isWrite) {
      return refuse(reply, 403, `Forbidden: this Drey is read-only. ${method} ${path} would change the cluster or run code in it.`);
    }
    const target = targetOf(path, request);
    return target === undefined ? refuse(reply, 400, "Bad request: invalid path parameter.") : handle(request, reply, target);
  };
  for (const url of versions(path)) scope.route({ method, url, handler, helmet: REPLY_POLICY, exposeHeadRoute: false });
}

/** Flink answers each path with and without a version prefix. */
function versions(path: string): readonly string[] {
  return [path, `/v1${path}`];
}

function refuse(reply: FastifyReply, status: number, sentence: string): FastifyReply {
  return reply.code(status).send({ errors: [sentence] });
}

const QUERY = /^[\x21\x24-\x7e]*$/;

/**
 * The path and query for the cluster, or undefined if a parameter is unsafe: `..`, encoded once or
 * twice, led out of Flink's log folder in CVE-2020-17519.
 */
function targetOf(path: string, request: FastifyRequest): string | undefined {
  const params = request.params as Readonly<Record<string, string>>;
  if (!Object.values(params).every(isSafeParameter)) return undefined;
  const { url = "" } = request.raw;
  const queryAt = url.indexOf("?");
  const query = queryAt === -1 ? "" : url.slice(queryAt + 1);
  if (!QUERY.test(query)) return undefined;
  const pathname = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  return query === "" ? pathname : `${pathname}?${query}`;
}

async function passOn(
  upstream: Upstream,
  call: FlinkCall,
  request: FastifyRequest,
  reply: FastifyReply,
  target: string,
): Promise<FastifyReply> {
  const body = typeof request.body === "string" && request.body !== "" ? request.body : undefined;
  const answer = await upstream.request({
    method: call.method,
    target,
    headers: { ...headersOf(request), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body }),
    kind: call.isWrite ? "write" : "read",
    signal: goneSignal(reply),
  });
  return sendAnswer(reply, { call, target }, answer, upstream);
}

async function passUploadOn(
  upstream: Upstream,
  call: FlinkCall,
  request: FastifyRequest,
  reply: FastifyReply,
  target: string,
): Promise<FastifyReply> {
  // Also if the cluster or this proxy answers before the end of the file.
  reply.raw.once("finish", () => discardRest(request.raw));
  const file = await fileOf(request);
  const refusal = fileNameRefusal(file?.filename);
  if (file === undefined || refusal !== undefined) return refuse(reply, 400, refusal ?? "Bad request: the form has no named file.");
  const form = uploadForm(file, `drey-${randomUUID()}`, { maxBytes: MAX_UPLOAD_BYTES, idleMs: upstream.limits.idleMs });
  const answer = await upstream.request({
    method: call.method,
    target,
    headers: { ...headersOf(request), "content-type": form.contentType },
    body: form.body,
    kind: "upload",
    signal: goneSignal(reply),
  });
  return sendAnswer(reply, { call, target }, answer, upstream);
}

async function fileOf(request: FastifyRequest): Promise<MultipartFile | undefined> {
  if (!request.isMultipart()) return undefined;
  try {
    return await request.file();
  } catch (error) {
    throw new RequestBodyError(400, "Bad request: invalid multipart form.", { cause: error });
  }
}

/** Cookies, authorization and connection headers are not sent to the cluster. */
function headersOf(request: FastifyRequest): Record<string, string> {
  const encodings = request.headers["accept-encoding"];
  return { accept: "application/json, text/plain, */*", ...(typeof encodings === "string" ? { "accept-encoding": encodings } : {}) };
}

/**
 * Aborted when the client closes the connection, so that abandoned calls do not queue at the
 * cluster.
 */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  if (reply.raw.closed) gone.abort();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;
/** Types that browsers never execute with nosniff. All others are sent as text. */
const HARMLESS_TYPE = /^(application\/json|text\/plain|application\/octet-stream)\s*(;\s*charset=[\w-]+\s*)?$/i;

/** What a reply answers. */
interface Asked {
  readonly call: FlinkCall;
  readonly target: string;
}

/** Rejects with UpstreamError if the reply is not one of Flink's. */
async function sendAnswer(reply: FastifyReply, asked: Asked, answer: UpstreamReply, upstream: Upstream): Promise<FastifyReply> {
  const { status, headers, body } = answer;
  const { place, limits } = upstream;
  const refusal = refusalOf(asked, answer, upstream);
  if (refusal !== undefined) {
    const said = status >= 600 ? undefined : await ownWords(answer);
    discard(body);
    throw new UpstreamError(refusal.fault, refusal.status, `${place} ${refusal.words}${said === undefined ? "" : ` It says: ${said}`}`);
  }
  const type = headers["content-type"] ?? "";
  reply.code(status);
  reply.header("content-type", HARMLESS_TYPE.test(type) ? type : "text/plain; charset=UTF-8");
  reply.header("cache-control", "no-store");
  for (const name of ["content-length", "content-encoding"] as const) {
    const value = headers[name];
    if (value !== undefined) reply.header(name, value);
  }
  // The page warns about this: with this header, any page that a user visits can read the cluster
  // and start jobs on it.
  if (headers["access-control-allow-origin"] === "*") reply.header("x-drey-upstream-cors", "*");
  destroyWhenStalled(reply.raw, body, limits.idleMs);
  return reply.send(body);
}

/**
 * Destroys a response whose client has read nothing for `idleMs`. undici does not count its own
 * limit while the body is paused, so a client that never reads would keep a connection to the
 * cluster for ever.
 */
function destroyWhenStalled(response: ServerResponse, body: Readable, idleMs: number): void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  // Fastify pipes the body: a full response pauses it, and `drain` resumes it.
  body.on("pause", () => {
    stop();
    timer = setTimeout(() => response.destroy(), idleMs);
  });
  response.on("drain", stop);
  response.on("close", stop);
}

/** Why a reply is not passed on. It is judged by its status first, because a gateway's page may have any type. */
function refusalOf({ call, target }: Asked, { status, headers }: UpstreamReply, { address }: Upstream): Refusal | undefined {
  const type = headers["content-type"] ?? "";
  const notFlink = (words: string): Refusal => ({
    fault: "not-flink",
    status: 502,
    words: `is not Flink's REST API: it answered ${String(status)}${words}.`,
  });
  if (status >= 600) return notFlink(", which is not an HTTP status");
  if (status >= 300 && status < 400) return redirectRefusal(status, headers.location, address, target);
  if (JSON_TYPE.test(type)) return undefined;
  const gateway = pageRefusal(status);
  if (gateway !== undefined) return gateway;
  if (call.reply !== "json") return undefined;
  if (status === 204) return notFlink(" without content, but Flink sends JSON");
  return notFlink(wordsOfType(type));
}

const MEDIA_TYPES = /^[\w.+-]+\/[\w.+-]+(?:\s*,\s*[\w.+-]+\/[\w.+-]+)*/;

/** Only the media type, because the rest of the header is text from the cluster. */
function wordsOfType(type: string): string {
  const types = MEDIA_TYPES.exec(type)?.[0].slice(0, 80);
  if (types === undefined) return " without a valid content type";
  return types.includes(",") ? ` with more than one content type: ${types}` : ` with ${types}`;
}
