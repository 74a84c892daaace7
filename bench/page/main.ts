// Starts a cluster with the options in the address's fragment (JSON), and gives the benchmark
// access to it. Nothing else runs in this page.
import { createWorkerTransport } from "../../src/client/worker-transport.ts";
import { spawnCluster } from "../../src/workers/spawn-cluster.ts";

/** A request of either contract. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
}

declare global {
  interface Window {
    askCluster(asked: Asked): Promise<{ readonly status: number; readonly body: string }>;
  }
}

const cluster = spawnCluster(JSON.parse(decodeURIComponent(location.hash.slice(1) || "{}")));
const { request } = createWorkerTransport(cluster.connect());
void cluster.failed.then(({ message, detail }) => console.error(`${message} ${detail}`));

window.askCluster = async ({ method, url, body }) => {
  const response = await request(new Request(url, { method, ...(body === undefined ? {} : { body }) }));
  return { status: response.status, body: await response.text() };
};
