// What the graph of a job's page says besides its measurements.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { installPageFrame } from "../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { recordedJob } from "../testing/recorded-job.ts";
import { replyCases, withCases } from "../testing/reply-cases.ts";
import { scriptedCluster } from "../testing/scripted-cluster.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobPage } from "./job-page.tsx";

const JOB_ID = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER_ID = "0da08f51eaa85fc298e176a139b3649a";

const frame = installPageFrame();

function showJob(transport: Transport): void {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/:list/:jid/*" element={<JobPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(transport),
    `/job/running/${JOB_ID}/overview`,
  );
}

async function jobWith(change: object): Promise<Transport> {
  const { job } = await recordedJob("02-running-warm-metrics");
  return scriptedCluster("02-running-warm-metrics", { [`GET /jobs/${JOB_ID}`]: () => ({ reply: { ...job, ...change } }) }).transport;
}

/** The job's plan with a change to the node of the counter. */
async function planWith(change: object): Promise<object> {
  const { job } = await recordedJob("02-running-warm-metrics");
  return { ...job.plan, nodes: job.plan.nodes.map((node) => (node.id === COUNTER_ID ? { ...node, ...change } : node)) };
}

test("[F64] a card has the operation that the plan gives it", async () => {
  showJob(await jobWith({ plan: await planWith({ operator_strategy: "Sorted Group Reduce" }) }));
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  expect(within(card).getByRole("heading").closest("header")?.title).toMatch(/^ClickEvent Counter; .*Operation: Sorted Group Reduce$/);
});

test("[F64] a card has the data skew of its vertex in the hint of its records", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("02-running-warm-metrics"));
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  await user.hover(within(card).getByText("Records in"));
  await waitFor(async () => expect((await screen.findByRole("tooltip")).textContent).toContain("Data skew: 33 %."));
});

test("[F66] an edge has its ship strategy and its local strategy", async () => {
  const input = { id: "e5a72f353fc1e6bbf3bd96a41384998c", num: 0, ship_strategy: "HASH", exchange: "blocking", local_strategy: "Sort" };
  showJob(await jobWith({ plan: await planWith({ inputs: [input] }) }));
  expect(await screen.findByText("HASH, Sort")).toBeDefined();
  expect(screen.getAllByText("FORWARD")).toHaveLength(2);
});

test("[F67] the edges of the vertex at the pointer or the focus are marked", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("02-running-warm-metrics"));
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  await screen.findByText("HASH");
  const marked = (): number => document.querySelectorAll("[data-marked]").length;
  expect(marked()).toBe(0);
  await user.hover(card);
  await waitFor(() => expect(marked()).toBe(2));
  await user.unhover(card);
  await waitFor(() => expect(marked()).toBe(0));
  within(await screen.findByRole("article", { name: "Source: ClickEvent Source" }))
    .getByRole("button", { name: "Source: ClickEvent Source" })
    .focus();
  await waitFor(() => expect(marked()).toBe(1));
});

test("[F70] buttons zoom the graph and fit it again, and the wheel leaves the view to the page", async () => {
  const user = userEvent.setup();
  showJob(recordedTransport("02-running-warm-metrics"));
  const card = await screen.findByRole("article", { name: "ClickEvent Counter" });
  const zoom = (): number => Number(/scale\(([\d.]+)\)/.exec(viewport().style.transform)?.[1]);
  const fitted = viewport().style.transform;
  const initial = zoom();
  await user.click(screen.getByRole("button", { name: "Zoom in" }));
  await waitFor(() => expect(zoom()).toBeGreaterThan(initial));
  await user.click(screen.getByRole("button", { name: "Fit the graph" }));
  await waitFor(() => expect(viewport().style.transform).toBe(fitted));
  await user.click(screen.getByRole("button", { name: "Zoom out" }));
  await waitFor(() => expect(zoom()).toBeLessThan(initial));
  const zoomedOut = viewport().style.transform;
  expect(fireEvent.wheel(card, { deltaY: 100 }), "the page scrolls").toBe(true);
  expect(viewport().style.transform).toBe(zoomedOut);
});

function viewport(): HTMLElement {
  const element = document.querySelector<HTMLElement>(".react-flow__viewport");
  if (element === null) throw new Error("the graph is not drawn");
  return element;
}

/** Two of three operators are not in the job graph yet. */
const STREAM_GRAPH = {
  nodes: [
    { id: 1, operator: "Source: ClickEvent Source", description: "", job_vertex_id: COUNTER_ID },
    { id: 2, operator: "Late join", description: "", inputs: [{ id: 1, num: 0, ship_strategy: "HASH" }] },
    { id: "3", operator: "Late sink", description: "", inputs: [{ id: "2", num: 0, ship_strategy: "FORWARD" }] },
  ],
};

test("[F71] [F72] pending operators are shown on request, dashed, and cannot be selected", async () => {
  const user = userEvent.setup();
  showJob(await jobWith({ "stream-graph": STREAM_GRAPH, "pending-operators": 2 }));
  await screen.findByRole("article", { name: "ClickEvent Counter" });
  expect(screen.queryByRole("article", { name: "Late join, pending" })).toBeNull();
  await user.click(await screen.findByRole("checkbox", { name: "Show pending operators (2 remaining)" }));
  const join = await screen.findByRole("article", { name: "Late join, pending" });
  expect(join.className).toContain("outline-dashed");
  expect(within(join).queryByRole("button")).toBeNull();
  const edge = document.querySelector(`[aria-label="Late join to Late sink, FORWARD"]`);
  expect(edge?.querySelector("path[stroke-dasharray]")).not.toBeNull();
  expect(document.querySelector(`[aria-label="ClickEvent Counter to Late join, HASH"]`)).not.toBeNull();
});

test("[F71] a job graph that is complete offers no pending operators", async () => {
  showJob(recordedTransport("02-running-warm-metrics"));
  await screen.findByRole("article", { name: "ClickEvent Counter" });
  expect(screen.queryByRole("checkbox")).toBeNull();
});

test("[F73] a job without an execution graph says why there is no graph", async () => {
  showJob(withCases(recordedTransport("02-running-warm-metrics"), replyCases("zero-vertices-created")));
  const graph = await screen.findByRole("region", { name: "Job graph" });
  await waitFor(() => expect(graph.textContent).toContain("The job has no execution graph yet. It may wait for slots."));
});
