import { act, cleanup } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { createWideCluster } from "../../../mocks/wide-cluster.ts";
import { backendOver, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { LONG_TEST_MS } from "../../testing/limits.ts";
import { JobsTables } from "./jobs-tables.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("the calls about each job of a list leave an open page at 4 requests a second", { timeout: LONG_TEST_MS }, async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  const cluster = createWideCluster({ vertices: 4, parallelism: 1, otherJobs: 99, now: () => Date.now() });
  const asked: string[] = [];
  renderWithBackend(
    <JobsTables />,
    backendOver((request) => {
      asked.push(new URL(request.url).pathname);
      return cluster(request);
    }),
  );
  await act(() => vi.advanceTimersByTimeAsync(6000));
  // The first requests about the rows in view are made at once.
  expect(asked.filter((path) => path.endsWith("/checkpoints")).length).toBeGreaterThan(10);
  const before = asked.length;
  for (let second = 0; second < 12; second++) await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(asked.length - before).toBeLessThanOrEqual(4 * 12 + 1);
  expect(asked.slice(before).filter((path) => path === "/jobs/overview").length).toBeGreaterThanOrEqual(3);
});
