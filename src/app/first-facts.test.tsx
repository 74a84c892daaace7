import { cleanup, render, waitFor } from "@testing-library/react";
import { afterAll, afterEach, expect, test, vi } from "vitest";

import type { Transport } from "../client/transport.ts";
import { backendOver, recordedTransport } from "../testing/recorded-backend.tsx";
import { preloadPage } from "./page-code.ts";
import { Providers } from "./providers.tsx";

const loaded = vi.hoisted((): string[] => []);
vi.mock("../pages/job-page.tsx", () => {
  loaded.push("job");
  return { JobPage: () => null };
});
vi.mock("../pages/overview-page.tsx", () => {
  loaded.push("overview");
  return { OverviewPage: () => null };
});
vi.mock("../features/job-graph/graph-canvas.tsx", () => {
  loaded.push("graph");
  return { GraphCanvas: () => null };
});

// The files of tests share their modules.
afterAll(() => {
  vi.doUnmock("../pages/job-page.tsx");
  vi.doUnmock("../pages/overview-page.tsx");
  vi.doUnmock("../features/job-graph/graph-canvas.tsx");
});
afterEach(() => {
  cleanup();
  window.history.replaceState(null, "", "/");
});

/** The paths that the context alone requests, without any page, at this hash. */
async function firstCalls(hash: string, count: number): Promise<readonly string[]> {
  window.history.replaceState(null, "", `/${hash}`);
  const calls: string[] = [];
  const recorded = recordedTransport("02-running");
  const transport: Transport = (request, progress) => {
    calls.push(new URL(request.url).pathname);
    return recorded(request, progress);
  };
  render(<Providers backend={backendOver(transport)}>{null}</Providers>);
  await waitFor(() => expect(calls.length).toBeGreaterThanOrEqual(count));
  return calls;
}

test("a job is requested while the code of its page loads", async () => {
  expect(await firstCalls("#/job/running/0123456789abcdef0123456789abcdef/checkpoints?checkpoint=1", 2)).toEqual([
    "/config",
    "/jobs/0123456789abcdef0123456789abcdef",
  ]);
});

test("the jobs are requested while the code of the overview loads", async () => {
  expect(await firstCalls("", 2)).toEqual(["/config", "/jobs/overview"]);
});

test("a page that is seldom the first one requests its own facts", async () => {
  expect(await firstCalls("#/job-manager/metrics", 1)).toEqual(["/config"]);
});

test("the code of the page in the address loads at once, with the graph of a job, and no other page's", async () => {
  preloadPage("#/job/running/0123456789abcdef0123456789abcdef/overview?vertex=1");
  await waitFor(() => expect(loaded.toSorted()).toEqual(["graph", "job"]));
  preloadPage("#/");
  await waitFor(() => expect(loaded).toContain("overview"));
});
