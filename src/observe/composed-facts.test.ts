import { QueryClient } from "@tanstack/query-core";
import { expect, it } from "vitest";

import type { ObservedBackend } from "../client/backend.ts";
import type { Transport } from "../client/transport.ts";
import { backendOver, recordedTransport } from "../testing/recorded-backend.tsx";
import { recordedJob } from "../testing/recorded-job.ts";
import { checkpointConfigOptions, checkpointsOptions } from "./checkpoints.ts";
import { jobOptions } from "./jobs.ts";
import { leftoverRescaleOptions } from "./leftover-rescale.ts";
import { savepointsOptions } from "./savepoints.ts";
import { originOptions } from "./start-origin.ts";

const { job } = await recordedJob("02-running");
const JOB = job.jid;

/** A recorded cluster with the playground's list of savepoints, which counts its calls. */
function countedCluster(): { readonly observed: ObservedBackend; readonly calls: Map<string, number> } {
  const calls = new Map<string, number>();
  const recorded = recordedTransport("02-running");
  const transport: Transport = (request) => {
    const call = `${request.method} ${new URL(request.url).pathname}`;
    calls.set(call, (calls.get(call) ?? 0) + 1);
    return call === "GET /playground/savepoints" ? Promise.resolve(Response.json({ savepoints: [] })) : recorded(request);
  };
  return { observed: { backend: backendOver(transport, { hasPlayground: true }), refreshMs: 3000 }, calls };
}

const RESCALE = { jobId: JOB, triggerId: "1".repeat(32), newJobId: JOB };

it.each<[name: string, fetch: (queryClient: QueryClient, observed: ObservedBackend) => Promise<unknown>]>([
  ["the origin of a start", (queryClient, observed) => queryClient.fetchQuery(originOptions(observed, JOB))],
  [
    "the state of a rescale",
    (queryClient, observed) => queryClient.fetchQuery(leftoverRescaleOptions(observed, RESCALE, () => Promise.resolve(false), true)),
  ],
])("%s makes no call that another part of the page makes at the same time", async (_, fetch) => {
  const { observed, calls } = countedCluster();
  const queryClient = new QueryClient();
  await Promise.all([
    fetch(queryClient, observed),
    queryClient.fetchQuery(jobOptions(observed, JOB)),
    queryClient.fetchQuery(checkpointConfigOptions(observed, JOB)),
    queryClient.fetchQuery(checkpointsOptions(observed, JOB)),
    queryClient.fetchQuery(savepointsOptions(observed)),
  ]);
  expect(new Map([...calls].filter(([, count]) => count > 1))).toEqual(new Map());
});
