// The dashboard makes a limited number of requests per second, whatever the number of a job's
// vertices. Flink's own WebUI queries every vertex.
import { act, cleanup } from "@testing-library/react";
import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../testing/limits.ts";
import { createWideCluster, WIDE_JOB_ID } from "../../mocks/wide-cluster.ts";
import type { Transport } from "../client/transport.ts";
import { useFact } from "../client/use-client.tsx";
import { BackpressurePanel } from "../features/backpressure/backpressure-panel.tsx";
import { useGraph } from "../features/job-graph/use-graph.ts";
import { jobOptions } from "../observe/jobs.ts";
import { backendOver, renderWithBackend } from "../testing/recorded-backend.tsx";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

// Renders pages with up to a hundred vertices and counts their requests.
vi.setConfig({ testTimeout: LONG_TEST_MS });

/** At Flink's refresh interval of 3 s. */
const MOST_PER_SECOND = 4;
const WARM_UP_MS = 6000;
const WATCHED_MS = 18_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1600);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The number of requests per second that a component makes once it has started. */
async function requestsPerSecond(vertices: number, part: ReactNode, path = `/job/running/${WIDE_JOB_ID}/overview`): Promise<number> {
  const cluster = createWideCluster({ vertices, parallelism: 2, now: () => Date.now() });
  let count = 0;
  const counted: Transport = (request) => {
    count++;
    return cluster(request);
  };
  renderWithBackend(part, backendOver(counted), path);
  await act(() => vi.advanceTimersByTimeAsync(WARM_UP_MS));
  const before = count;
  expect(before).toBeGreaterThan(0);
  // In steps, because each refresh is a reply, a render and a timer.
  for (let ms = 0; ms < WATCHED_MS; ms += 1000) await act(() => vi.advanceTimersByTimeAsync(1000));
  cleanup();
  return (count - before) / (WATCHED_MS / 1000);
}

const PAGE = (
  <BarSlotContext value={document.createElement("div")}>
    <Routes>
      <Route path="/job/running/:jid/*" element={<JobPage />} />
    </Routes>
  </BarSlotContext>
);

/** The graph's calls, as if the numbers of every vertex were visible. */
function AllInView(): ReactNode {
  const live = useFact(jobOptions, WIDE_JOB_ID).data;
  useGraph(WIDE_JOB_ID, live, undefined, [], undefined, live?.job.vertices.map(({ id }) => id) ?? []);
  return null;
}

function Pressure(): ReactNode {
  const live = useFact(jobOptions, WIDE_JOB_ID).data;
  return <BackpressurePanel job={live?.job} rates={live?.rates} isLive pathOf={() => "/"} view={undefined} onView={() => undefined} />;
}

it.each([4, 13, 24, 100])("holds for the page of a job of %i vertices", async (vertices) => {
  expect(await requestsPerSecond(vertices, PAGE)).toBeLessThanOrEqual(MOST_PER_SECOND);
});

it.each(["checkpoints", "backpressure", "backpressure?view=subtasks", "exceptions"])("holds for its tab %s", async (tab) => {
  expect(await requestsPerSecond(100, PAGE, `/job/running/${WIDE_JOB_ID}/${tab}`)).toBeLessThanOrEqual(MOST_PER_SECOND);
});

it("holds with every vertex on the screen: some of many are measured, all of a few", async () => {
  const some = await requestsPerSecond(300, <AllInView />);
  expect(some).toBeLessThanOrEqual(MOST_PER_SECOND);
  expect(some).toBeGreaterThan(1);
});

it("requests the backpressure of the backpressured vertices", async () => {
  const rate = await requestsPerSecond(300, <Pressure />);
  expect(rate).toBeLessThanOrEqual(MOST_PER_SECOND);
  expect(rate).toBeGreaterThan(1);
});
