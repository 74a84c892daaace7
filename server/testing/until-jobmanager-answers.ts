import type { NodeCluster } from "../engine-host.ts";

/**
 * Resolves when the JobManager of a new cluster answers. On a busy machine its thread starts
 * slowly, and replies are 503 until then.
 */
export async function untilJobManagerAnswers({ handle }: NodeCluster): Promise<void> {
  while ((await handle({ method: "GET", url: "/overview" })).status === 503) await new Promise((resolve) => setImmediate(resolve));
}
