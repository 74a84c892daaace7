// The engine as two backends: in this process with simulated time, and over HTTP on its own
// threads.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createEngineServer } from "../../server/engine-server.ts";
import { startNodeCluster } from "../../server/engine-host.ts";
import { untilJobManagerAnswers } from "../../server/testing/until-jobmanager-answers.ts";
import { createFlinkClient } from "../../src/client/flink-client.ts";
import { createHttpTransport } from "../../src/client/http-transport.ts";
import { requestBody, requestTarget } from "../../src/client/transport.ts";
import { SIMULATED_EPOCH_MS, SimulatedCluster } from "../../src/engine/simulation/simulated-cluster.ts";
import type { Backend } from "./backend.ts";

/** Any seed works, because the contract holds for all of them. */
const SEED = 11;

/** The engine in this process. Its time passes only in `pause` and during calls. */
export function engineInProcess(): Promise<Backend> {
  const cluster = new SimulatedCluster(SEED, {});
  cluster.boot();
  return Promise.resolve({
    name: "engine in this process",
    kind: "engine",
    version: "2.3",
    isGuarded: false,
    client: createFlinkClient(async (request) => {
      const body = await requestBody(request);
      const reply = await cluster.requestText(request.method, requestTarget(request), body === "" ? undefined : body);
      return new Response(reply.body, { status: reply.status, headers: { "content-type": reply.contentType } });
    }),
    nowMs: () => SIMULATED_EPOCH_MS + cluster.simulation.nowMs,
    pause: (ms) => cluster.simulation.runUntil(cluster.simulation.nowMs + ms),
    stop: () => Promise.resolve(),
  });
}

/**
 * The engine as served by `npm run engine`, on its own port. Rejects if a container ends by its own
 * error.
 */
export async function engineOverHttp(): Promise<Backend> {
  const crashes: string[] = [];
  const cluster = startNodeCluster({}, (container, reason) => void crashes.push(`${container} ended: ${reason}`));
  await untilJobManagerAnswers(cluster);
  const directory = mkdtempSync(join(tmpdir(), "drey-contract-"));
  writeFileSync(join(directory, "index.html"), `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />`);
  const server = await createEngineServer(directory, cluster.handle);
  const baseUrl = await server.listen({ port: 0, host: "127.0.0.1" });
  return {
    name: "engine over HTTP",
    kind: "engine",
    version: "2.3",
    isGuarded: true,
    client: createFlinkClient(createHttpTransport({ baseUrl })),
    nowMs: () => Date.now(),
    pause: (ms) => setTimeout(ms),
    async stop() {
      await server.close();
      await cluster.stop();
      rmSync(directory, { recursive: true, force: true });
      if (crashes.length > 0) throw new Error(crashes.join("\n"));
    },
  };
}
