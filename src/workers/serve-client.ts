// Answers the requests of one client over its port.

import { assertUnreachable } from "../base/assert.ts";
import type { RequestHandler } from "../engine/supervisor/request-router.ts";
import type { ClientToEngine, EngineToClient } from "../wire/client-wire.ts";
import { openPort, type RawPort } from "./raw-port.ts";

/** Serves a client's port. Returns the function that reports the engine's stop to it. */
export function serveClient(raw: RawPort, handle: RequestHandler): (reason: string) => void {
  const port = openPort<ClientToEngine, EngineToClient>(raw);
  /** Requests that are not answered yet, by id. */
  const underWay = new Map<number, AbortController>();
  port.onMessage((message) => {
    switch (message.type) {
      case "request": {
        const { id, method, url, body } = message;
        const controller = new AbortController();
        underWay.set(id, controller);
        void handle({ method, url, ...(body === undefined ? {} : { body }) }, controller.signal).then((response) => {
          if (underWay.delete(id)) port.post({ type: "response", id, ...response });
        });
        return;
      }
      case "abort":
        underWay.get(message.id)?.abort();
        underWay.delete(message.id);
        return;
      default:
        assertUnreachable(message);
    }
  });
  return (reason) => port.post({ type: "stopped", reason });
}
