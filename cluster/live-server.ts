// The server in front of a live cluster: the dashboard, Flink's REST API through the proxy, and the
// playground API.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { RequestHandler } from "../src/engine/supervisor/request-router.ts";
import { createDreyServer } from "../server/drey-server.ts";

/** What to serve. */
export interface LiveServerOptions {
  /** Directory of the built app. */
  readonly app: string;
  /** The cluster's name on the screen. */
  readonly label: string;
  readonly jobManagerUrl: string;
  /** The handler of the playground API, if enabled. */
  readonly playground?: RequestHandler;
}

/** Bodies of the playground API are short. */
const MAX_BODY_BYTES = 65_536;

/** A server that does not listen yet. Throws NotBuiltError if the app is missing. */
export function createLiveServer({ app, label, jobManagerUrl, playground }: LiveServerOptions): Promise<FastifyInstance> {
  const cluster = { id: "live", label, address: new URL(jobManagerUrl), mount: "/", playground: playground !== undefined } as const;
  const api = playground === undefined ? {} : { api: (server: FastifyInstance) => addPlayground(server, playground) };
  return createDreyServer({ directory: app, clusters: [cluster], ...api });
}

async function addPlayground(server: FastifyInstance, playground: RequestHandler): Promise<void> {
  // Accepts a body with any content type or none, because curl sends JSON as a form.
  server.addHook("onRequest", (request, _reply, done) => {
    request.raw.headers["content-type"] = "text/plain";
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("text/plain", { parseAs: "string" }, (_request, body, done) => done(null, body));
  const handler = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => answer(request, reply, playground);
  for (const prefix of ["", "/v1"]) {
    for (const path of ["/playground", "/playground/*"]) server.all(`${prefix}${path}`, { bodyLimit: MAX_BODY_BYTES }, handler);
  }
}

async function answer(request: FastifyRequest, reply: FastifyReply, playground: RequestHandler): Promise<FastifyReply> {
  const { method, url, body } = request;
  const response = await playground({ method, url, ...(typeof body === "string" && body !== "" ? { body } : {}) });
  return reply.code(response.status).header("content-type", response.contentType).header("cache-control", "no-store").send(response.body);
}
