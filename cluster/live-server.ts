// One port in front of a live cluster: the playground API from here, everything else from the JobManager.
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { noLeader } from "../src/engine/responses.ts";
import type { RequestHandler } from "../src/engine/supervisor/request-router.ts";
import { createAppServer } from "../server/app-server.ts";
import { refusalOf } from "../server/same-site.ts";

/** Flink's rest.server.max-content-length. */
const MAX_BODY_BYTES = 104_857_600;

/** What is served. */
export interface LiveServerOptions {
  /** Directory of the built app; without it the APIs are all there is. */
  readonly app: string | undefined;
  /** The cluster's name on the screen. */
  readonly label: string;
  readonly jobManagerUrl: string;
  readonly playground: RequestHandler;
}

/** A server that does not listen yet. Throws NotBuiltError if there is no app where it should be. */
export async function createLiveServer({ app, label, jobManagerUrl, playground }: LiveServerOptions): Promise<FastifyInstance> {
  const server = app === undefined ? Fastify({ forceCloseConnections: true }) : await createAppServer(app);
  const backends = [{ kind: "http", url: "./", label, playground: true }, { kind: "browser" }];
  server.get("/drey.json", (_request, reply) => reply.header("cache-control", "no-cache").send({ backends }));
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => done(null, body));
  server.addHook("onRequest", (request, reply, done) => {
    const refusal = refusalOf(request.headers);
    if (refusal === undefined) done();
    else void reply.code(403).send({ errors: [refusal] });
  });
  server.setNotFoundHandler((request, reply) => {
    return /^(\/v1)?\/playground(\/|\?|$)/.test(request.url) ? answer(request, reply, playground) : passOn(request, reply, jobManagerUrl);
  });
  return server;
}

async function answer(request: FastifyRequest, reply: FastifyReply, playground: RequestHandler): Promise<FastifyReply> {
  const { method, url, body } = request;
  const response = await playground({ method, url, ...(Buffer.isBuffer(body) ? { body: body.toString() } : {}) });
  return reply.code(response.status).header("content-type", response.contentType).header("cache-control", "no-store").send(response.body);
}

async function passOn(request: FastifyRequest, reply: FastifyReply, jobManagerUrl: string): Promise<FastifyReply> {
  const { method, url, body, headers } = request;
  const type = headers["content-type"];
  let response: Response;
  try {
    response = await fetch(`${jobManagerUrl}${url}`, {
      method,
      redirect: "manual",
      ...(type === undefined ? {} : { headers: { "content-type": type } }),
      ...(Buffer.isBuffer(body) ? { body: new Uint8Array(body) } : {}),
    });
  } catch {
    // No JobManager: what Flink itself says while there is none.
    return reply.code(noLeader.status).header("content-type", noLeader.contentType).send(noLeader.body);
  }
  const contentType = response.headers.get("content-type");
  if (contentType !== null) reply.header("content-type", contentType);
  return reply
    .code(response.status)
    .header("cache-control", "no-store")
    .send(Buffer.from(await response.arrayBuffer()));
}
