import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Situation } from "../../mocks/recordings.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { JobManagerPage } from "./job-manager-page.tsx";
import { JobPage } from "./job-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { TaskManagerPage } from "./task-manager-page.tsx";

// One call of a page fails and all others succeed. The values of that call are shown as unknown,
// with the reason in their place, and the rest of the page is unaffected.

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER = "0da08f51eaa85fc298e176a139b3649a";
const ADAPTIVE_JOB = "6827177720ff5f1805746f41468301e4";

let bar: HTMLElement;
beforeEach(() => {
  bar = document.createElement("div");
  document.body.append(bar);
});
afterEach(() => {
  cleanup();
  bar.remove();
});

/** Opens the page at `path` over a recorded cluster that answers 500 to calls named by `fails`. */
function openWithout(fails: RegExp, path: string, situation: Situation<"flink-2.3.0">): ReturnType<typeof userEvent.setup> {
  const recorded = recordedTransport(situation);
  renderWithBackend(
    <BarSlotContext value={bar}>
      <Routes>
        <Route path="/overview" element={<OverviewPage />} />
        <Route path="/job/running/:jid/*" element={<JobPage />} />
        <Route path="/job-manager/*" element={<JobManagerPage />} />
        <Route path="/task-manager/:taskManagerId/*" element={<TaskManagerPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver((request) =>
      fails.test(new URL(request.url).pathname)
        ? Promise.resolve(Response.json({ errors: ["Timeout in the ResourceManager."] }, { status: 500 }))
        : recorded(request),
    ),
    path,
  );
  return userEvent.setup();
}

const page = (): string => document.body.textContent;

test.each([
  {
    what: "restarts on the overview",
    fails: /\/jobs\/[^/]+\/metrics$/,
    path: "/overview",
    said: /\? not known: GET \/jobs\/[0-9a-f]+\/metrics failed on test cluster with status 500: Timeout/,
    stays: "Click Event Count",
    notSaid: undefined,
  },
  {
    what: "checkpoints on the overview",
    fails: /\/checkpoints$/,
    path: "/overview",
    said: /\? not known: GET \/jobs\/[0-9a-f]+\/checkpoints failed/,
    stays: "Click Event Count",
    notSaid: undefined,
  },
  {
    what: "a checkpoint's subtasks",
    fails: /\/checkpoints\/details\/\d+\/subtasks/,
    path: `/job/running/${JOB}/checkpoints?checkpoint=45`,
    said: /The subtasks of these vertices are unknown\. GET \/jobs\/.*subtasks.* failed/,
    stays: "State by vertex",
    notSaid: undefined,
  },
  {
    what: "the line of checkpoints below the graph",
    fails: /\/checkpoints$/,
    path: `/job/running/${JOB}/overview`,
    said: /The checkpoints are unknown\. GET \/jobs\/[0-9a-f]+\/checkpoints failed/,
    stays: "ClickEvent Counter",
    notSaid: undefined,
  },
  {
    what: "the latest checkpoint of a vertex",
    fails: /\/checkpoints$/,
    path: `/job/running/${JOB}/overview?vertex=${COUNTER}`,
    said: /The latest checkpoint is unknown\. GET/,
    stays: "Subtasks",
    notSaid: "No checkpoint was completed yet",
  },
  {
    what: "how a vertex spends its time",
    fails: /\/backpressure$/,
    path: `/job/running/${JOB}/overview?vertex=${COUNTER}`,
    said: /The subtasks' busy and idle times are unknown\. GET .*backpressure failed/,
    stays: "Subtasks",
    notSaid: "no data yet",
  },
  {
    what: "the backpressure of one vertex",
    fails: new RegExp(`${COUNTER}/backpressure$`),
    path: `/job/running/${JOB}/backpressure`,
    said: /The backpressure of 1 vertex is unknown\. GET .*backpressure failed/,
    stays: "ClickEvent Counter",
    notSaid: "not measured yet",
  },
  {
    what: "the memory of a TaskManager",
    fails: /\/taskmanagers\/[^/]+$/,
    path: "/task-manager/tm1/metrics",
    said: /Configured memoryGET \/taskmanagers\/tm1 failed/,
    stays: "Metrics",
    notSaid: undefined,
  },
  {
    what: "the environment of the JobManager",
    fails: /\/jobmanager\/environment$/,
    path: "/job-manager/config",
    said: /GET \/jobmanager\/environment failed/,
    stays: "taskmanager.numberOfTaskSlots",
    notSaid: undefined,
  },
])("$what: unknown with its reason, and the rest stays", async ({ fails, path, said, stays, notSaid }) => {
  openWithout(fails, path, "02-running-warm-metrics");
  await waitFor(() => expect(page()).toMatch(said));
  await waitFor(() => expect(page()).toContain(stays));
  if (notSaid !== undefined) expect(page()).not.toContain(notSaid);
});

test.each([
  ["watermarks", /^(?:Low w|W)atermark$/, /Not known: GET \/jobs\/.*\/watermarks failed on test cluster with status 500: Timeout/],
  ["backpressure", /^Busy$/, /Not known: GET \/jobs\/.*\/backpressure failed on test cluster with status 500: Timeout/],
])("the hint of a card's field says why its value is a dash: GET …/%s", async (call, field, reason) => {
  const user = openWithout(new RegExp(`/${call}$`), `/job/running/${JOB}/overview`, "02-running-warm-metrics");
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  await user.hover(await within(card).findByText(field));
  await waitFor(() => expect(screen.getByRole("tooltip").textContent).toMatch(reason));
});

test("counts of rescales: unknown with the reason, and the history stays", async () => {
  openWithout(/\/rescales\/summary$/, `/job/running/${ADAPTIVE_JOB}/rescales`, "18-adaptive-after-loss");
  await waitFor(() => expect(page()).toMatch(/The counts and durations are unknown\. GET .*\/rescales\/summary failed/));
  expect(page()).toContain("Failed, on average–not known");
  expect(page()).not.toContain("none was");
  await waitFor(() => expect(page()).toContain("a failure restarted it"));
});

test.each([
  ["/task-manager/tm1/metrics", "Profiler"],
  ["/job-manager/metrics", "Profiler"],
  [`/job/running/${JOB}/backpressure`, "Flame graph"],
])("at %s an optional feature (%s) stays on the page if the configuration is unknown", async (path, tab) => {
  openWithout(/\/jobmanager\/config$/, path, "02-running-warm-metrics");
  expect(await screen.findByRole("tab", { name: tab })).toBeDefined();
});
