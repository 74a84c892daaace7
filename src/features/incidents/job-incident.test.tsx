import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import type { Situation } from "../../../mocks/recordings.ts";
import type { Backend } from "../../client/backend.ts";
import { useFact } from "../../client/use-client.tsx";

import type { Assessment, Reason } from "../../domain/assessment.ts";
import { nextContainerHistory } from "../../domain/container-history.ts";
import { checkpointsOptions } from "../../observe/checkpoints.ts";
import { exceptionsOptions } from "../../observe/exceptions.ts";
import { jobOptions } from "../../observe/jobs.ts";
import { jobSchema } from "../../rest/jobs.ts";
import type { Container } from "../../rest/playground.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { JobIncident, type IncidentPlayground } from "./job-incident.tsx";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";

afterEach(cleanup);

function renderIncident(situation: Situation<"flink-2.3.0">, playground?: IncidentPlayground, jobId = JOB): void {
  // Each test has its own backend, because incidents are remembered by backend.
  renderWithBackend(<JobIncident jobId={jobId} playground={playground} />, backendOver(recordedTransport(situation)));
}

function down(facts: Partial<IncidentPlayground> = {}): IncidentPlayground {
  const container: Container = {
    name: "taskmanager-1",
    service: "taskmanager",
    state: "exited",
    exitCode: 137,
    command: "",
    ports: [],
    startedAt: null,
    taskManagerId: null,
  };
  return {
    history: nextContainerHistory(undefined, Date.now(), [container]),
    proof: undefined,
    restartable: ["taskmanager"],
    kill: () => undefined,
    start: () => undefined,
    isBusy: false,
    failedWords: undefined,
    ...facts,
  };
}

/** Reports when every call of the panel has been answered or has failed. */
function Answered(): ReactNode {
  const replies = [useFact(checkpointsOptions, JOB), useFact(exceptionsOptions, JOB), useFact(jobOptions, JOB)];
  return replies.every(({ data, error }) => data !== undefined || error !== null) ? "all has answered" : null;
}

/** Reports when every call of the panel has been answered. */
function Loaded(): ReactNode {
  const replies = [useFact(checkpointsOptions, JOB), useFact(exceptionsOptions, JOB), useFact(jobOptions, JOB)];
  return replies.every(({ data }) => data !== undefined) ? "all is known" : null;
}

/** Recorded replies, some of them replaced or refused. */
function changed(situation: Situation<"flink-2.3.0">, change: (path: string, reply: Response) => Response | Promise<Response>): Backend {
  const recorded = recordedTransport(situation);
  return backendOver(async (request) => change(new URL(request.url).pathname, await recorded(request)));
}

const refused = (): Response => Response.json({ errors: ["not now"] }, { status: 503 });

function renderLoaded(backend: Backend, playground?: IncidentPlayground): void {
  renderWithBackend(
    <>
      <JobIncident jobId={JOB} playground={playground} />
      <Loaded />
    </>,
    backend,
  );
}

function running(): IncidentPlayground {
  const containers = down().history?.containers.map((container): Container => ({ ...container, state: "running", exitCode: null }));
  return down({ history: nextContainerHistory(undefined, Date.now(), containers ?? []) });
}

test("a page opened after a rescale does not take it for the recovery", async () => {
  const jobId = "6827177720ff5f1805746f41468301e4";
  const recorded = changed("18-adaptive-after-loss", async (path, reply) => {
    if (path === `/jobs/${jobId}`) {
      const job = jobSchema.parse(await reply.json());
      const timestamps = { ...job.timestamps, RUNNING: (job.timestamps.RUNNING ?? 0) + 60_000 };
      return Response.json({ ...job, timestamps });
    }
    // Without the checkpoints in between, as on a job that has run for a while.
    return path.endsWith("/checkpoints") ? Response.json({ ...(await reply.json()), history: [] }) : reply;
  });
  renderWithBackend(<JobIncident jobId={jobId} playground={undefined} />, recorded);
  const line = await screen.findByText(/The job restarted/);
  expect(line.textContent).toMatch(/The job restarted\. All its tasks are RUNNING\.$/);
});

test("no failure so far: suggests what to kill to see a recovery, and kills it", async () => {
  const user = userEvent.setup();
  const killed: string[] = [];
  renderIncident("02-running", { ...running(), kill: (name) => killed.push(name) });
  expect((await screen.findByText(/No failure has been reported for this job\./)).textContent).toContain("Kill taskmanager-1");
  await user.click(screen.getByRole("button", { name: "Kill taskmanager-1" }));
  expect(killed).toEqual(["taskmanager-1"]);
});

test.each([
  ["without the playground", undefined],
  ["where no container can be started again", { ...running(), restartable: [] }],
])("no failure so far, %s: nothing is suggested", async (_where, playground) => {
  renderLoaded(backendOver(recordedTransport("02-running")), playground);
  await screen.findByText("all is known");
  expect(document.querySelector("[data-incident]")).toBeNull();
});

test("if the exceptions cannot be read, the text does not claim that there was no failure", async () => {
  renderWithBackend(
    <>
      <JobIncident jobId={JOB} playground={running()} />
      <Answered />
    </>,
    changed("02-running", (path, reply) => (path.endsWith("/exceptions") ? refused() : reply)),
  );
  await screen.findByText("all has answered");
  expect(document.querySelector("[data-incident]")).toBeNull();
});

test("during a wait it shows a sentence, one button, and the steps", async () => {
  const user = userEvent.setup();
  const started: string[] = [];
  renderIncident("04-restarting-without-slots", down({ start: (name) => started.push(name) }));
  expect(await screen.findByText(/The job waits for slots: it needs 2, and 0 are free\./)).toBeDefined();
  expect(screen.getByText(/It restarts from checkpoint 48/)).toBeDefined();
  expect(screen.getByText("Wait for slots", { exact: false, selector: "b" }).closest("li")?.getAttribute("aria-current")).toBe("step");
  expect(screen.getByRole("status").textContent).toBe("Tasks are SCHEDULED.");
  await user.click(screen.getByRole("button", { name: "Start taskmanager-1" }));
  expect(started).toEqual(["taskmanager-1"]);
});

test("when the slots cannot be read, the panel says how many the job needs and not how many are free", async () => {
  renderWithBackend(
    <JobIncident jobId={JOB} />,
    changed("04-restarting-without-slots", (path, reply) => (path === "/overview" ? refused() : reply)),
  );
  expect((await screen.findByText(/All 8 tasks are SCHEDULED\. The job needs 2 slots\./)).textContent).not.toContain("free");
});

test("without the playground it describes the job and offers no button", async () => {
  renderIncident("04-restarting-without-slots");
  expect(await screen.findByText(/was reported unreachable/)).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

test("a container that cannot be started is not offered; a refusal of the cluster is shown", async () => {
  renderIncident("04-restarting-without-slots", down({ restartable: [], failedWords: "container taskmanager-1 is already running" }));
  expect((await screen.findByRole("alert")).textContent).toBe("container taskmanager-1 is already running");
  expect(screen.queryByRole("button")).toBeNull();
});

test("a container whose state was last read long ago is not offered", async () => {
  const { history } = down();
  renderIncident(
    "04-restarting-without-slots",
    down({ history: nextContainerHistory(undefined, Date.now() - 60_000, history?.containers ?? []) }),
  );
  expect(await screen.findByText(/The job waits for slots/)).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

test("when it is over it is one line with steps on request, and can be dismissed", async () => {
  const user = userEvent.setup();
  renderIncident("05-recovered");
  const line = (await screen.findByText("Recovered.")).parentElement;
  await waitFor(() =>
    expect(line?.textContent).toMatch(
      /^Recovered\. TaskManager tm1 was reported unreachable at .*\. The job restarted from checkpoint 48\. All its tasks were RUNNING again 33\.4 s after the failure\.$/,
    ),
  );
  expect(screen.queryByRole("list")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Steps" }));
  expect(screen.getByRole("list", { name: "Steps" }).textContent).toContain("Wait for slots: 31.6 s");
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText("Recovered.")).toBeNull();
});

test("if the subtasks' times cannot be read, running tasks are still reported as running", async () => {
  renderWithBackend(
    <JobIncident jobId={JOB} />,
    changed("05-recovered", (path, reply) => (path.endsWith("/subtasktimes") ? refused() : reply)),
  );
  expect((await screen.findByText("Recovered.")).parentElement?.textContent).toMatch(/All its tasks are RUNNING\.$/);
});

test("text from user code is shown as text", async () => {
  renderIncident("13-failing", undefined, "1ce331bd90bf2346f78dcef5edbcafff");
  expect(await screen.findByText(/IllegalStateException in step 0\.3/)).toBeDefined();
  expect(document.querySelector("img")).toBeNull();
});

test("a job that was canceled has no incident, whatever happened before", async () => {
  renderLoaded(
    changed("05-recovered", async (path, reply) =>
      path === `/jobs/${JOB}` ? Response.json({ ...(await reply.json()), state: "CANCELED" }) : reply,
    ),
  );
  await screen.findByText("all is known");
  expect(document.querySelector("[data-incident]")).toBeNull();
});

const BACKPRESSURE: Reason = {
  kind: "backpressure",
  label: "Backpressure HIGH",
  text: "Source is backpressured (HIGH). Bottleneck: Slow, busy 97 % of the time.",
  since: { atMs: 1_795_248_405_000, by: "page", isAtLeast: true },
  tab: "backpressure",
};
const RECENT: Reason = { ...BACKPRESSURE, kind: "recent-failures", label: "Recent failure", tab: "exceptions" };

function assessmentOf(reasons: readonly Reason[], unread: Assessment["unread"] = []): Assessment {
  return { atMs: 0, reasons, unread };
}

test("without an incident the story says why the job needs attention, with its place, instead of an invitation", async () => {
  renderWithBackend(
    <JobIncident jobId={JOB} playground={running()} assessment={assessmentOf([BACKPRESSURE])} />,
    backendOver(recordedTransport("02-running")),
  );
  const link = await screen.findByRole("link", { name: "Backpressure HIGH" });
  expect(link.getAttribute("href")).toBe(`/job/running/${JOB}/backpressure`);
  expect(link.parentElement?.textContent).toMatch(
    /^Backpressure HIGH since at least .*\. Source is backpressured \(HIGH\)\. Bottleneck: Slow/,
  );
  expect(screen.getByRole("status").textContent).toBe("Needs attention: Backpressure HIGH.");
  expect(screen.queryByText(/No failure has been reported/)).toBeNull();
});

test("what could not be assessed is said", async () => {
  renderWithBackend(
    <JobIncident jobId={JOB} assessment={assessmentOf([], [{ source: "checkpoints", why: "refused" }])} />,
    backendOver(recordedTransport("02-running")),
  );
  expect((await screen.findByText("Not assessed: checkpoints.")).title).toBe("checkpoints: refused");
});

test("a recovery that is over is not said twice, and one in progress stays alone", async () => {
  renderWithBackend(
    <JobIncident jobId={JOB} assessment={assessmentOf([BACKPRESSURE, RECENT])} />,
    backendOver(recordedTransport("05-recovered")),
  );
  await screen.findByRole("link", { name: "Backpressure HIGH" });
  expect(screen.queryByRole("link", { name: "Recent failure" })).toBeNull();
  cleanup();
  renderWithBackend(
    <JobIncident jobId={JOB} assessment={assessmentOf([BACKPRESSURE])} />,
    backendOver(recordedTransport("04-restarting-without-slots")),
  );
  await screen.findByText(/The job waits for slots/);
  expect(screen.queryByRole("link")).toBeNull();
});
