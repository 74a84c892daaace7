// A server in front of another one that passes everything on unchanged and counts all traffic of a
// page, including its workers.
import { createServer, request as forward, type Server } from "node:http";
import type { Socket } from "node:net";
import { assert } from "../src/base/assert.ts";

/** Counts since the start. */
export interface WireCounts {
  readonly requests: number;
  /** Bytes sent to the page, headers included. */
  readonly bytes: number;
}

/** A running proxy. */
export interface CountingProxy {
  /** Its address without trailing slash. */
  readonly url: string;
  counts(): WireCounts;
  close(): Promise<void>;
}

/** Starts a proxy on this machine in front of `upstream`, an http address without path. */
export async function startCountingProxy(upstream: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(upstream);
  const sockets = new Set<Socket>();
  let requests = 0;
  let bytesOfClosed = 0;
  const server = createServer((incoming, outgoing) => {
    requests++;
    const { method, url: path, headers } = incoming;
    const passed = forward({ hostname, port, method, path, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
      reply.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      bytesOfClosed += socket.bytesWritten;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: addressOf(server),
    counts: () => ({ requests, bytes: [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, bytesOfClosed) }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addressOf(server: Server): string {
  const address = server.address();
  assert(typeof address === "object" && address !== null, "the proxy has an address");
  return `http://127.0.0.1:${String(address.port)}`;
}
