// Answers the requests of one client over its port.

import { assertUnreachable } from "../base/assert.ts";
import type { RequestHandler } from "../engine/supervisor/request-router.ts";
import type { ClientToEngine, EngineToClient } from "../rest/wire.ts";
import { openPort, type RawPort } from "./raw-port.ts";

/** Serves a client's port. Answers how to tell it that the engine has stopped. */
export function serveClient(raw: RawPort, handle: RequestHandler): (reason: string) => void {
  const port = openPort<ClientToEngine, EngineToClient>(raw);
  port.onMessage((message) => {
    switch (message.type) {
      case "request": {
        const { id, method, url, body } = message;
        void handle({ method, url, ...(body === undefined ? {} : { body }) }).then((response) => {
          port.post({ type: "response", id, ...response });
        });
        return;
      }
      case "abort":
        // Answers are computed in a moment; one that nobody waits for is dropped by the client.
        return;
      default:
        assertUnreachable(message);
    }
  });
  return (reason) => port.post({ type: "stopped", reason });
}
