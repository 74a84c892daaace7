// A backend that records commands, because they belong to the situation they lead to.
import { createFlinkClient } from "../../src/client/flink-client.ts";
import { requestTarget } from "../../src/client/transport.ts";
import type { Backend } from "../suite/backend.ts";
import type { RecordedCall } from "../../mocks/recordings.ts";

/** A recording backend. */
export interface Recorder {
  readonly backend: Backend;
  /** The commands since the last call of this function, in order. */
  takeCommands(): readonly RecordedCall[];
}

/** The same backend. It records commands of Flink's API. */
export function recordingTransport(backend: Backend): Recorder {
  let commands: RecordedCall[] = [];
  const client = createFlinkClient(async (request) => {
    const path = requestTarget(request);
    if (request.method === "GET" || path.startsWith("/playground")) return backend.client.request(request);
    const { method } = request;
    const text = await request.clone().text();
    const response = await backend.client.request(request);
    const reply: unknown = JSON.parse((await response.clone().text()) || "{}");
    const contentType = response.headers.get("content-type") ?? "";
    const body = text === "" ? {} : { body: JSON.parse(text) as unknown };
    commands.push({ method, path, status: response.status, contentType, ...body, reply });
    return response;
  });
  return {
    backend: { ...backend, client },
    takeCommands() {
      const taken = commands;
      commands = [];
      return taken;
    },
  };
}
