// The engine over HTTP with the app: both contracts under the same origin as the built files.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { RequestHandler } from "../src/engine/supervisor/request-router.ts";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import { createAppServer } from "./app-server.ts";
import { formWithoutContents } from "./form-headers.ts";
import { limitArrival } from "./request-arrival.ts";
import { cancelByGetRefusalOf, refusalOf, refuseOtherSites } from "./same-site.ts";

/** The backend of the page: this server. */
const DREY_JSON = {
  backends: [{ kind: "http", url: "./", label: "Engine on Node", playground: true }],
};

/**
 * The default of Flink's rest.server.max-content-length. A JAR may be large, although its content
 * is not kept.
 */
const MAX_BODY_BYTES = 104_857_600;
/** Enough for the largest body at 350 kB/s. */
const MAX_ARRIVAL_MS = 300_000;

/**
 * A server for the app in `directory` and the engine behind `handle`. Files take precedence over
 * the API, and no file has a name that Flink's API uses. The engine answers everything else,
 * including OPTIONS. Throws NotBuiltError.
 */
export async function createEngineServer(directory: string, handle: RequestHandler): Promise<FastifyInstance> {
  const server = await createAppServer(directory, { maxBodyBytes: MAX_BODY_BYTES });
  limitArrival(server, MAX_ARRIVAL_MS);
  await server.register(async (scope) => {
    refuseOtherSites(scope);
    scope.get("/drey.json", (_request, reply) => reply.header("cache-control", "no-cache").send(DREY_JSON));
  });
  answerWithEngine(server, handle);
  return server;
}

/**
 * The engine behind `handle` answers all paths without route or file, unless the request comes from
 * another site's page.
 */
export function answerWithEngine(server: FastifyInstance, handle: RequestHandler): void {
  // Accepts a body with any content type or none, because Flink reads JSON that curl sends as a
  // form.
  server.addHook("onRequest", (request, _reply, done) => {
    request.raw.headers["content-type"] = "text/plain";
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("text/plain", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.setNotFoundHandler((request, reply) => forward(request, reply, handle));
}

async function forward(request: FastifyRequest, reply: FastifyReply, handle: RequestHandler): Promise<FastifyReply> {
  const refusal = refusalOf(request.headers) ?? cancelByGetRefusalOf(request);
  if (refusal !== undefined) return reply.code(403).send({ errors: [refusal] });
  const { method, url } = request;
  const body = bodyOf(request);
  const response = await handle({ method, url, ...(body === "" ? {} : { body }) });
  // As in Flink: a cluster's state must not come from a cache.
  return reply.code(response.status).header("content-type", response.contentType).header("cache-control", "no-store").send(response.body);
}

/** The part of a request's body that the engine reads. */
function bodyOf({ method, url, body }: FastifyRequest): string {
  if (!Buffer.isBuffer(body)) return "";
  const isUpload = matchEndpoint(method, url.split("?", 1)[0] ?? "")?.id === "uploadJar";
  return (isUpload ? formWithoutContents(body) : body).toString();
}
