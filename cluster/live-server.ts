// One port in front of a live cluster: the dashboard, Flink's REST API through the proxy, and the playground API from here.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { RequestHandler } from "../src/engine/supervisor/request-router.ts";
import { createDreyServer } from "../server/drey-server.ts";

/** What is served. */
export interface LiveServerOptions {
  /** Directory of the built app. */
  readonly app: string;
  /** The cluster's name on the screen. */
  readonly label: string;
  readonly jobManagerUrl: string;
  /** What answers the playground API, if it is to be answered. */
  readonly playground?: RequestHandler;
}

/** Bodies of the playground API are a few words. */
const MAX_BODY_BYTES = 65_536;

/** A server that does not listen yet. Throws NotBuiltError if there is no app where it should be. */
export function createLiveServer({ app, label, jobManagerUrl, playground }: LiveServerOptions): Promise<FastifyInstance> {
  const cluster = { id: "live", label, address: new URL(jobManagerUrl), mount: "/", playground: playground !== undefined } as const;
  const api = playground === undefined ? {} : { api: (server: FastifyInstance) => addPlayground(server, playground) };
  return createDreyServer({ directory: app, clusters: [cluster], ...api });
}

async function addPlayground(server: FastifyInstance, playground: RequestHandler): Promise<void> {
  // A body counts whatever its content type says, or if it says none: curl calls JSON a form.
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
