// How long a client may take to send a request, and what to do with a body that is not needed.
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { endConnection } from "./bare-reply.ts";

/**
 * Ends requests to the routes of `scope` whose body has not arrived after `limitMs`, with a 408.
 * Node's own limit counts for all routes, and an upload over a slow connection may take longer.
 */
export function limitArrival(scope: FastifyInstance, limitMs: number): void {
  scope.addHook("onRequest", ({ raw }, _reply, done) => {
    if (!raw.complete) {
      const timer = setTimeout(() => endConnection(raw.socket, 408, "Request timeout: the request did not arrive in time."), limitMs);
      const stop = () => clearTimeout(timer);
      raw.once("end", stop);
      raw.once("close", stop);
    }
    done();
  });
}

/** An upload that was refused is read for at most this time, ms. */
const DISCARD_MS = 30_000;

/**
 * Reads the rest of a request and throws it away. A browser shows the reply only after it has sent
 * everything, and reports a connection that is closed before as a network error.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), DISCARD_MS);
  request.once("close", () => clearTimeout(timer));
  request.unpipe();
  request.resume();
}
