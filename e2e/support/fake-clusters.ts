import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createRecordedCluster } from "../../mocks/recorded-cluster.ts";
import { loadRecording, type Situation } from "../../mocks/recordings.ts";
import { startNodeCluster } from "../../server/engine-host.ts";
import { host } from "../../tools/port.mjs";

/** A server at the address of a cluster. */
export interface FakeCluster {
  readonly url: URL;
  /** Method and path of all requests, in order. */
  readonly asked: readonly string[];
  /** Stops listening, as if the JobManager had died, or listens again on the same port. */
  hide(): Promise<void>;
  show(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The engine on its own port with Flink's defaults: pages of every origin may read it, and it does
 * not answer CORS preflights.
 */
export async function serveEngine(): Promise<FakeCluster> {
  const cluster = startNodeCluster({}, (container, reason) => {
    throw new Error(`${container}: ${reason}`);
  });
  const fake = await serve(async (request, response) => {
    const { method = "GET", url = "/" } = request;
    const body = await text(request);
    const answer = await cluster.handle({ method, url, ...(body === "" ? {} : { body }) });
    response.writeHead(answer.status, { "content-type": answer.contentType, "access-control-allow-origin": "*" });
    response.end(answer.body);
  });
  return {
    ...fake,
    close: async () => {
      await fake.close();
      await cluster.stop();
    },
  };
}

/** A web server that knows nothing of Flink. */
export function serveSomethingElse(): Promise<FakeCluster> {
  return serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Welcome to nginx</title><h1>It works</h1>");
  });
}

/**
 * A recorded Flink with its default that pages of every origin may read it. The test may answer
 * some requests itself: `answerFirst` then returns true.
 */
export function serveRecorded(
  situation: Situation<"flink-2.3.0">,
  answerFirst: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<FakeCluster> {
  const cluster = createRecordedCluster(loadRecording("flink-2.3.0", situation));
  return serve(async (request, response) => {
    if (answerFirst(request, response)) return;
    const { method = "GET", url = "/" } = request;
    const body = await text(request);
    const reply = await cluster(new Request(`http://flink.invalid${url}`, { method, ...(body === "" ? {} : { body }) }));
    const contentType = reply.headers.get("content-type") ?? "application/json";
    response.writeHead(reply.status, { "content-type": contentType, "access-control-allow-origin": "*" });
    response.end(await reply.text());
  });
}

/** Accepts every request and answers none. */
export function serveSilence(): Promise<FakeCluster> {
  return serve(() => undefined);
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void): Promise<FakeCluster> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${new URL(request.url ?? "/", "http://x").pathname}`);
    void answer(request, response);
  });
  const listen = (port: number): Promise<void> => new Promise((done) => void server.listen(port, host, done));
  const stop = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  await listen(0);
  // A server on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://localhost:${String(port)}/`), asked, hide: stop, show: () => listen(port), close: stop };
}
