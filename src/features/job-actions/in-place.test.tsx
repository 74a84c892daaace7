import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { useFact } from "../../client/use-client.tsx";
import { jobOptions } from "../../observe/jobs.ts";

import type { Rescale } from "../../rest/rescales.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { scriptedCluster, type ScriptedAnswer } from "../../testing/scripted-cluster.ts";
import { type ActionName, JobActionDialog, JobActions } from "./job-actions.tsx";
import { JobNotices } from "./job-notices.tsx";

const JOB = "6827177720ff5f1805746f41468301e4";
const JOB_OF_120 = "1207641a98246ede5f0614d8fe21adda";
const VERTICES = [
  "e5a72f353fc1e6bbf3bd96a41384998c",
  "0da08f51eaa85fc298e176a139b3649a",
  "2e588ce1c86a9d46e2e85186773ce4fd",
  "5abb6f104479fbc38acf37f2d04fd907",
];

const bounds = (lowerBound: number, upperBound: number) =>
  Object.fromEntries(VERTICES.map((id) => [id, { parallelism: { lowerBound, upperBound } }]));

const BEFORE: Rescale = {
  rescaleUuid: "fd0b4d8ecaab4d4722e1c3e2fff59383",
  resourceRequirementsUuid: "e1e87a3f4a451227ff17769df5e44a23",
  rescaleAttemptId: 1,
  startTimestampInMillis: 1795248664701,
  endTimestampInMillis: 1795248665087,
  terminalState: "COMPLETED",
  triggerCause: "INITIAL_SCHEDULE",
  terminatedReason: "SUCCEEDED",
};
const OWN: Rescale = {
  ...BEFORE,
  rescaleUuid: "19885b0e7a2ce31129540251604b5e46",
  resourceRequirementsUuid: "5e1c1f3b8fd7a0d2b9fd6d8a5b0ab7c1",
  startTimestampInMillis: 1795248681634,
  endTimestampInMillis: null,
  terminalState: null,
  triggerCause: "UPDATE_REQUIREMENT",
  terminatedReason: null,
};

function JobWithActions({ jobId }: { jobId: string }): ReactNode {
  const job = useFact(jobOptions, jobId).data?.job;
  const [dialog, setDialog] = useState<ActionName | undefined>(undefined);
  if (job === undefined) return null;
  return (
    <>
      <JobNotices job={job} hasFailed={false} />
      <JobActions job={job} dialog={dialog} onDialog={setDialog} />
      <JobActionDialog job={job} dialog={dialog} onClose={() => setDialog(undefined)} />
    </>
  );
}

function show(answers: Readonly<Record<string, ScriptedAnswer>>, jobId = JOB) {
  const recorded = jobId === JOB ? recordedTransport("15-adaptive") : recordedTransport("15-adaptive", "flink-1.20.5");
  const cluster = scriptedCluster("15-adaptive", answers, recorded);
  renderWithBackend(<JobWithActions jobId={jobId} />, backendOver(cluster.transport));
  return { user: userEvent.setup(), puts: () => cluster.sent.filter(({ call }) => call.startsWith("PUT")) };
}

async function openDialog(user: ReturnType<typeof userEvent.setup>): Promise<HTMLElement> {
  await user.click(await screen.findByRole("button", { name: "Rescale" }));
  return screen.findByRole("dialog", { name: "Rescale Click Event Count" });
}

async function retype(user: ReturnType<typeof userEvent.setup>, label: string, text: string): Promise<void> {
  const field = await screen.findByLabelText(label);
  await user.clear(field);
  await user.type(field, text);
}

beforeEach(() => localStorage.clear());
afterEach(cleanup);

it("[F81] rescales a job of the adaptive scheduler in place, and shows each step that the cluster reports", async () => {
  let history: Rescale[] = [BEFORE];
  let details: Rescale = OWN;
  const { user, puts } = show({
    [`PUT /jobs/${JOB}/resource-requirements`]: () => {
      history = [OWN, BEFORE];
      return { reply: {} };
    },
    [`GET /jobs/${JOB}/rescales/history`]: () => ({ reply: history }),
    [`GET /jobs/${JOB}/rescales/details/${OWN.rescaleUuid}`]: () => ({ reply: details }),
    "GET /config": () => ({ reply: { ...CONFIG, "refresh-interval": 500 } }),
  });
  const dialog = await openDialog(user);
  expect(within(dialog).getByText(/rescales the job in place/)).toBeDefined();
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("At most").value).toBe("2"));
  await user.click(within(dialog).getByRole("button", { name: "Rescale in place" }));
  expect(puts()).toHaveLength(0);

  await retype(user, "At least", "4");
  await retype(user, "At most", "3");
  expect(within(dialog).getByRole("alert").textContent).toBe("At least 4 is more than at most 3.");
  await retype(user, "At most", "300");
  expect(within(dialog).getByRole("alert").textContent).toMatch(/128 key groups/);
  await retype(user, "At least", "1");
  await retype(user, "At most", "3");
  expect(within(dialog).queryByRole("alert")).toBeNull();
  expect(within(dialog).getByText(/at least 30 s after the last rescale/)).toBeDefined();
  expect(within(dialog).getByText(new RegExp(`^curl -X PUT http://test\\.invalid/jobs/${JOB}/resource-requirements -d`))).toBeDefined();
  expect(within(dialog).queryByText(/^flink /)).toBeNull();

  await user.click(within(dialog).getByRole("button", { name: "Rescale in place" }));
  await within(dialog).findByText(/It runs at 2/);
  expect(puts().map(({ body }) => JSON.parse(body) as unknown)).toEqual([bounds(1, 3)]);
  // The notice shows it too when the dialog is closed.
  expect(screen.getByText(/Rescaling in place, wait for slots and cooldown:/)).toBeDefined();

  const state = (name: string, durationInMillis: number) => ({ state: name, enterTimestampInMillis: 1795248694800, durationInMillis });
  details = {
    ...OWN,
    endTimestampInMillis: 1795248695262,
    terminalState: "COMPLETED",
    terminatedReason: "SUCCEEDED",
    schedulerStates: [state("Executing", 30_000), state("Restarting", 243), state("CreatingExecutionGraph", 218)],
    vertices: { a: { jobVertexId: "a", preRescaleParallelism: 2, postRescaleParallelism: 3, desiredParallelism: 3 } },
  };
  history = [details, BEFORE];
  const result = await within(dialog).findByText(/It runs at 3, after 13\.6 s\. The downtime was 461 ms\./);
  expect(result.closest("li")?.dataset["phase"]).toBe("done");
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText(/Rescaled in place/)).toBeNull();
});

it("[F80] [F82] accepts bounds for each vertex, and sends all of them", async () => {
  const { user, puts } = show({ [`PUT /jobs/${JOB}/resource-requirements`]: () => ({ reply: {} }) });
  const dialog = await openDialog(user);
  await user.click(await within(dialog).findByRole("checkbox", { name: "Bounds for each vertex" }));
  await retype(user, "At most, ClickEvent Counter", "4");
  await retype(user, "At least, ClickEvent Counter", "x");
  expect(within(dialog).getByRole("alert").textContent).toMatch(/Enter a whole number from 1 to 32,768\./);
  await retype(user, "At least, ClickEvent Counter", "2");
  await user.click(within(dialog).getByRole("button", { name: "Rescale in place" }));
  await waitFor(() => expect(puts()).toHaveLength(1));
  expect(JSON.parse(puts()[0]?.body ?? "")).toEqual({
    ...bounds(1, 2),
    "0da08f51eaa85fc298e176a139b3649a": { parallelism: { lowerBound: 2, upperBound: 4 } },
  });
});

it("shows Flink's error message", async () => {
  const words =
    "The newly requested parallelism 200 for the job vertex 20ba6b65f97481d5570070de90e4e791 exceeds its maximum parallelism 128.";
  const { user } = show({
    [`PUT /jobs/${JOB}/resource-requirements`]: () => ({
      status: 400,
      reply: { errors: [`org.apache.flink.runtime.rest.handler.RestHandlerException: ${words}\n\tat a.B.c(B.java:1)`] },
    }),
  });
  const dialog = await openDialog(user);
  await retype(user, "At most", "3");
  await user.click(within(dialog).getByRole("button", { name: "Rescale in place" }));
  expect((await within(dialog).findAllByText(words, { exact: false })).length).toBeGreaterThan(0);
});

it("rescales in place on 1.20 too, where the result is visible only in the job itself", async () => {
  let isThere = false;
  const { user } = show(
    {
      [`PUT /jobs/${JOB_OF_120}/resource-requirements`]: () => ({ reply: {} }),
      "GET /config": () => ({ reply: { ...CONFIG, "refresh-interval": 500 } }),
      [`GET /jobs/${JOB_OF_120}`]: async () => ({
        reply: await (
          await recordedTransport(isThere ? "17-rescaled-to-3" : "15-adaptive", "flink-1.20.5")(new Request(`http://x/jobs/${JOB_OF_120}`))
        ).json(),
      }),
    },
    JOB_OF_120,
  );
  const dialog = await openDialog(user);
  await retype(user, "At most", "3");
  await user.click(within(dialog).getByRole("button", { name: "Rescale in place" }));
  await within(dialog).findByText(/^It runs at 2 and asks for 3 slots/);
  isThere = true;
  expect((await within(dialog).findByText("It runs at 3.")).closest("li")?.dataset["phase"]).toBe("done");
});

const CONFIG = {
  "refresh-interval": 3000,
  "timezone-name": "Coordinated Universal Time",
  "timezone-offset": 0,
  "flink-version": "2.3.0",
  "flink-revision": "c0f8d1a",
  features: { "web-submit": true, "web-cancel": true, "web-rescale": true, "web-history": false },
};
