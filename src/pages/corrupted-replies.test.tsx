// One call of a page gets a damaged, slow or late reply: the page says which call failed, waits, or shows the rest, and everything else on it stays.
import { useQueryClient } from "@tanstack/react-query";
import { act, cleanup, waitFor } from "@testing-library/react";
import { type ReactNode, useEffect } from "react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Transport } from "../client/transport.ts";
import { CrashBoundary } from "../app/crash-boundary.tsx";
import { createDeferred } from "../base/deferred.ts";
import { ensureExists } from "../base/assert.ts";
import { SeededRng } from "../base/seeded-rng.ts";
import { useBackend } from "../client/use-client.tsx";
import { refreshBackend } from "../observe/actions.ts";
import { matchEndpoint } from "../rest/match-endpoint.ts";
import type { EndpointId } from "../rest/routes.ts";
import { CORRUPTIONS } from "../testing/corruptions.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { LONG_TEST_MS } from "../testing/limits.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobManagerPage } from "./job-manager-page.tsx";
import { JobPage } from "./job-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { SubmitPage } from "./submit-page.tsx";
import { TaskManagerPage } from "./task-manager-page.tsx";
import { TaskManagersPage } from "./task-managers-page.tsx";

// Each test draws a page a few times.
vi.setConfig({ testTimeout: LONG_TEST_MS });

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER = "0da08f51eaa85fc298e176a139b3649a";

type Page = {
  readonly path: string;
  /** Words that come from these calls, of which a page of another call's failure still has all. */
  readonly words: Partial<Record<EndpointId, RegExp>>;
  /** Calls that only add to what the page says. Their failure is named where their facts are the subject. */
  readonly adds: readonly EndpointId[];
};

/** The whole app names these: `ClusterGate` the first, the dot in the bar the second. The third decides which tabs there are. */
const OF_THE_APP: readonly EndpointId[] = ["config", "overview", "jobManagerConfig"];
/** What the head, the tabs, the cards and the reasons of a job's page say beside the job's own reply. */
const OF_THE_JOB: readonly EndpointId[] = ["jobExceptions", "vertexWatermarks", "subtasksMetrics"];

const PAGES: readonly Page[] = [
  {
    path: "/overview",
    words: { overview: /task slots free/, jobsOverview: /Click Event Count/, taskManagers: /heartbeat/ },
    adds: ["config"],
  },
  {
    path: `/job/running/${JOB}/overview?vertex=${COUNTER}`,
    words: { job: /ClickEvent Counter/, vertex: /attempt 0/, checkpoints: /Checkpoint 45/ },
    adds: [...OF_THE_APP, ...OF_THE_JOB],
  },
  {
    path: `/job/running/${JOB}/checkpoints?checkpoint=45`,
    words: { job: /ClickEvent Counter/, checkpoint: /State by vertex/ },
    adds: [...OF_THE_APP, ...OF_THE_JOB, "vertexBackpressure"],
  },
  { path: `/job/running/${JOB}/backpressure`, words: { job: /Click Event Count/ }, adds: [...OF_THE_APP, ...OF_THE_JOB, "checkpoints"] },
  {
    path: `/job/running/${JOB}/exceptions`,
    words: { job: /Click Event Count/, jobExceptions: /No exception/ },
    adds: [...OF_THE_APP, "checkpoints", "vertexBackpressure", "vertexWatermarks", "subtasksMetrics"],
  },
  { path: "/task-manager", words: { taskManagers: /tm1/ }, adds: ["config"] },
  { path: "/task-manager/tm1/metrics", words: { taskManager: /Framework heap/ }, adds: [...OF_THE_APP, "taskManagers", "jobsOverview"] },
  { path: "/job-manager/config", words: { jobManagerConfig: /numberOfTaskSlots/, jobManagerEnvironment: /OpenJDK/ }, adds: ["config"] },
  { path: "/submit", words: { jars: /JAR/ }, adds: ["config", "jobManagerConfig", "applicationsOverview"] },
];

const uncaught: unknown[] = [];
const note = (event: ErrorEvent | PromiseRejectionEvent): void => {
  uncaught.push("reason" in event ? event.reason : event.error);
};
beforeEach(() => {
  uncaught.length = 0;
  window.addEventListener("error", note);
  window.addEventListener("unhandledrejection", note);
});
afterEach(() => {
  window.removeEventListener("error", note);
  window.removeEventListener("unhandledrejection", note);
});
// After the hooks above, so that the page is removed while errors are still noted.
const frame = installPageFrame();

const recorded = recordedTransport("02-running-warm-metrics");

/** Asks for everything on the page again, as after an action. */
let refresh: () => Promise<void>;

function Refresh(): ReactNode {
  const queryClient = useQueryClient();
  const backend = useBackend();
  useEffect(() => {
    refresh = () => refreshBackend(queryClient, backend);
  }, [queryClient, backend]);
  return null;
}

function open(path: string, transport: Transport): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Refresh />
      <CrashBoundary resetKey="">
        <Routes>
          <Route path="/overview" element={<OverviewPage />} />
          <Route path="/job/running/:jid/*" element={<JobPage />} />
          <Route path="/task-manager" element={<TaskManagersPage />} />
          <Route path="/task-manager/:taskManagerId/*" element={<TaskManagerPage />} />
          <Route path="/job-manager/*" element={<JobManagerPage />} />
          <Route path="/submit" element={<SubmitPage />} />
        </Routes>
      </CrashBoundary>
    </BarSlotContext>,
    backendOver(transport),
    path,
  );
}

const page = (): string => document.body.textContent;

/** Replies are drawn with the next frame, which may lead to further calls: waits until some frames in a row had none. */
async function settle(pending: () => number): Promise<void> {
  let quiet = 0;
  while (quiet < 3) {
    await act(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
    quiet = pending() === 0 ? quiet + 1 : 0;
  }
}

function idOf(request: Request): EndpointId | undefined {
  return matchEndpoint(request.method, new URL(request.url).pathname)?.id;
}

/** Opens the page, with the replies to `target` damaged. Resolves with the calls that it made once it is quiet. */
async function openDamaged(
  path: string,
  target: EndpointId | undefined,
  damage: (text: string) => string,
): Promise<ReadonlySet<EndpointId>> {
  const asked = new Set<EndpointId>();
  let pending = 0;
  open(path, async (request) => {
    pending++;
    try {
      const id = idOf(request);
      if (id !== undefined) asked.add(id);
      const response = await recorded(request);
      if (id !== target) return response;
      return new Response(damage(await response.text()), { headers: response.headers });
    } finally {
      pending--;
    }
  });
  await settle(() => pending);
  return asked;
}

/** The pages of a job make a dozen calls and take long to draw, so only some of their calls are damaged. */
const MOST_CALLS = 3;

function sampleOf(ids: ReadonlySet<EndpointId>, rng: SeededRng): readonly EndpointId[] {
  return [...ids]
    .map((id) => ({ id, at: rng.next() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, MOST_CALLS)
    .map(({ id }) => id);
}

describe.each(PAGES)("$path", ({ path, words, adds }) => {
  it("survives a damaged reply to each of its calls", async () => {
    const asked = await openDamaged(path, undefined, (text) => text);
    expect(asked.size).toBeGreaterThan(1);
    cleanup();
    const rng = new SeededRng(path.length);
    for (const target of sampleOf(asked, rng)) {
      const corruption = ensureExists(rng.pick(CORRUPTIONS), "a corruption");
      await openDamaged(path, target, corruption.damage);
      const title = `${target}: ${corruption.name}`;
      expect(page(), title).not.toContain("This page crashed");
      for (const [id, expected] of Object.entries(words)) {
        if (id !== target && target !== "job") await waitFor(() => expect(page(), `${title}, ${id}`).toMatch(expected));
      }
      expect(page(), title).not.toMatch(/\bNaN\b|undefined|\[object/);
      expect(uncaught, title).toEqual([]);
      cleanup();
    }
  });

  it("waits for a slow reply to each of its calls, and shows everything else", async () => {
    const asked = await openDamaged(path, undefined, (text) => text);
    cleanup();
    for (const target of sampleOf(asked, new SeededRng(path.length + 2))) {
      const arrival = createDeferred<void>();
      let pending = 0;
      open(path, async (request) => {
        if (idOf(request) === target) await arrival.promise;
        pending++;
        try {
          return await recorded(request);
        } finally {
          pending--;
        }
      });
      await settle(() => pending);
      const others = Object.entries(words).filter(([id]) => id !== target && target !== "job");
      for (const [id, expected] of others) await waitFor(() => expect(page(), `${target} is slow, ${id}`).toMatch(expected));
      expect(page(), target).not.toMatch(/This page crashed|\bNaN\b|undefined/);
      arrival.resolve();
      for (const [id, expected] of Object.entries(words)) await waitFor(() => expect(page(), `${target} came, ${id}`).toMatch(expected));
      expect(uncaught, target).toEqual([]);
      cleanup();
    }
  });

  it("does not let a late reply to any of its calls replace a newer one", async () => {
    const asked = await openDamaged(path, undefined, (text) => text);
    cleanup();
    for (const target of sampleOf(asked, new SeededRng(path.length + 3))) {
      const arrival = createDeferred<void>();
      const counts = new Map<string, number>();
      let pending = 0;
      open(path, async (request) => {
        const count = (counts.get(request.url) ?? 0) + 1;
        counts.set(request.url, count);
        // The second reply to the call comes after the third, and is the only one with other texts.
        const isLate = idOf(request) === target && count === 2;
        if (isLate) await arrival.promise;
        pending++;
        try {
          const response = await recorded(request);
          return isLate ? new Response((await response.text()).replaceAll(/(?<=[A-Za-z])"(?=[,}\]])/g, ' LATE"')) : response;
        } finally {
          pending--;
        }
      });
      await settle(() => pending);
      for (let time = 0; time < 2; time++) {
        await act(async () => void refresh());
        await settle(() => pending);
      }
      expect(Math.max(...counts.values()), target).toBeGreaterThan(2);
      arrival.resolve();
      await settle(() => pending);
      for (const [id, expected] of Object.entries(words)) expect(page(), `${target}, ${id}`).toMatch(expected);
      expect(page(), target).not.toContain("LATE");
      expect(uncaught, target).toEqual([]);
      cleanup();
    }
  });

  it("names each call whose reply cannot be read", async () => {
    const asked = await openDamaged(path, undefined, (text) => text);
    cleanup();
    for (const target of sampleOf(asked, new SeededRng(path.length + 1)).filter((id) => !adds.includes(id))) {
      await openDamaged(path, target, () => "<!doctype html><title>Sign in</title>");
      await waitFor(() => expect(page(), target).toMatch(/to GET \/\S+ is not what Drey expects/));
      cleanup();
    }
  });
});
