import { environmentManager, QueryClient, QueryObserver } from "@tanstack/query-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createWideCluster, WIDE_JOB_ID } from "../../mocks/wide-cluster.ts";
import { overviewOptions } from "../client/cluster-options.ts";
import type { FactOptions } from "../client/fact-options.ts";
import { backendOver } from "../testing/recorded-backend.tsx";
import { checkpointsOptions } from "./checkpoints.ts";
import { exceptionsOptions } from "./exceptions.ts";
import { jobOptions, restartsOptions } from "./jobs.ts";
import { backpressureOptions, watermarksOptions } from "./vertices.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_795_000_000_000 });
  environmentManager.setIsServer(() => false);
});
afterEach(() => vi.useRealTimers());

const REFRESH_MS = 3000;

/** How often the facts of a job's page with that many vertices request something, by call, in 60 s. */
async function requestsOf(vertices: number): Promise<{ first: number; job: number; all: number }> {
  const cluster = createWideCluster({ vertices, parallelism: 4, now: () => Date.now() });
  const { vertices: known } = (await (await cluster(new Request(`http://any.invalid/jobs/${WIDE_JOB_ID}`))).json()) as {
    vertices: Parameters<typeof backpressureOptions>[2][];
  };
  const asked: string[] = [];
  const backend = backendOver((request) => {
    asked.push(new URL(request.url).pathname);
    return cluster(request);
  });
  const observed = { backend, refreshMs: REFRESH_MS };
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
  const observe = <Data>(options: FactOptions<Data>): (() => void) =>
    new QueryObserver<Data>(client, options as never).subscribe(() => undefined);
  const stops = [
    observe(overviewOptions(observed)),
    observe(jobOptions(observed, WIDE_JOB_ID)),
    observe(exceptionsOptions(observed, WIDE_JOB_ID)),
    observe(checkpointsOptions(observed, WIDE_JOB_ID)),
    observe(restartsOptions(observed, WIDE_JOB_ID)),
    ...known.flatMap((vertex) => [
      observe(backpressureOptions(observed, WIDE_JOB_ID, vertex, { isLive: true, count: vertices })),
      observe(watermarksOptions(observed, WIDE_JOB_ID, vertex.id, { isEnabled: true, count: vertices })),
    ]),
  ];
  await vi.advanceTimersByTimeAsync(1000);
  const first = asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  const all = asked.length - first;
  for (const stop of stops) stop();
  return { first, job: asked.filter((path) => path === `/jobs/${WIDE_JOB_ID}`).length, all };
}

test.each([4, 12, 24])(
  "the page of a job of %d vertices loads all at once, and then makes at most 4 requests a second",
  async (vertices) => {
    const { first, job, all } = await requestsOf(vertices);
    expect(first).toBe(5 + 2 * vertices);
    // The facts of the job as a whole do not wait for those of its vertices.
    expect(job).toBeGreaterThanOrEqual(20);
    expect(all).toBeLessThanOrEqual(4 * 60);
  },
);
