// A server behind the proxy that records requests and sends the test's replies.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request from the proxy. */
export interface AskedRequest {
  readonly method: string;
  /** The request target, exactly as in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on a free port of this machine. */
export interface FakeUpstream {
  readonly address: URL;
  /** In the order in which their bodies were complete. */
  readonly asked: AskedRequest[];
  /** Sets the handler. By default it sends a JSON object. */
  answer: (response: ServerResponse, request: IncomingMessage) => void;
  /** Called for each request before its body. */
  onBegin: (request: IncomingMessage) => void;
  close(): Promise<void>;
}

/** Answers `{}` as Flink does. */
export function answerJson(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json; charset=UTF-8", "access-control-allow-origin": "*", "content-length": 2 });
  response.end("{}");
}

export async function startFakeUpstream(port = 0): Promise<FakeUpstream> {
  const asked: AskedRequest[] = [];
  const server = createServer((request, response) => {
    upstream.onBegin(request);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString("latin1") });
      upstream.answer(response, request);
    });
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const { port: listening } = server.address() as AddressInfo;
  const upstream: FakeUpstream = {
    address: new URL(`http://127.0.0.1:${String(listening)}/`),
    asked,
    answer: answerJson,
    onBegin: () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return upstream;
}
