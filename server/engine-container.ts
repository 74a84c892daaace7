// The entry point of every container's thread in Node.
import { workerData } from "node:worker_threads";
import { assert } from "../src/base/assert.ts";
import { runMain } from "../src/engine/supervisor/run-main.ts";
import { serveContainer } from "../src/workers/container-thread.ts";
import type { RawPort } from "../src/workers/raw-port.ts";
import { createNodeThread } from "./engine-thread.ts";

const data: unknown = workerData;
assert(typeof data === "object" && data !== null && "control" in data, "the control port in workerData");
// An uncaught error ends this thread, and Node reports it to the supervisor.
serveContainer(data.control as RawPort, createNodeThread(), runMain);
