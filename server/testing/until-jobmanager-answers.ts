import type { NodeCluster } from "../engine-host.ts";

/** Resolves when the JobManager of a cluster that was just started answers: on a busy machine its thread starts slowly, and until then replies are 503. */
export async function untilJobManagerAnswers({ handle }: NodeCluster): Promise<void> {
  while ((await handle({ method: "GET", url: "/overview" })).status === 503) await new Promise((resolve) => setImmediate(resolve));
}
