import { QueryClient, QueryObserver } from "@tanstack/query-core";
import { expect, it } from "vitest";

import type { Backend } from "../client/backend.ts";
import { shownRequests } from "./shown-requests.ts";

const BACKEND = { id: "http://test.invalid" } as Backend;

/** A cache in which these keys are observed. */
function cacheOf(...keys: readonly (readonly unknown[])[]): QueryClient {
  const queryClient = new QueryClient();
  for (const key of keys) new QueryObserver(queryClient, { queryKey: key, queryFn: () => 0 }).subscribe(() => undefined);
  return queryClient;
}

it("finds the calls of a kind, in the given order, and counts the others", () => {
  const vertex = (vertexid: string) => [BACKEND.id, "vertexBackpressure", { jobid: "j", vertexid }, {}];
  const cache = cacheOf(vertex("a b"), vertex("c"), [BACKEND.id, "job", { jobid: "j" }, {}], ["other", "job", { jobid: "k" }, {}]);
  expect(shownRequests(cache, BACKEND, ["job", "vertexBackpressure", "checkpoints"])).toEqual([
    { id: "job", path: "/jobs/j", more: 0 },
    { id: "vertexBackpressure", path: "/jobs/j/vertices/a%20b/backpressure", more: 1 },
  ]);
});

it("knows the calls of processes, whose facts are the same for both kinds", () => {
  const cache = cacheOf(
    [BACKEND.id, "processLogs", "jobmanager"],
    [BACKEND.id, "processLog", "taskmanager tm 1", { kind: "named", name: "a.log" }, false],
  );
  expect(shownRequests(cache, BACKEND, ["jobManagerLogs", "taskManagerLogFile"]).map(({ path }) => path)).toEqual([
    "/jobmanager/logs",
    "/taskmanagers/tm%201/logs/a.log",
  ]);
});

it("leaves out facts that nothing shows, and facts of several calls", () => {
  const cache = cacheOf([BACKEND.id, "round"]);
  cache.setQueryData([BACKEND.id, "overview", {}, {}], 1);
  expect(shownRequests(cache, BACKEND, ["overview"])).toEqual([]);
});
