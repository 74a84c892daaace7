import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";

import type { Transport } from "../../client/transport.ts";
import { installPageFrame } from "../../testing/page-frame.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../../testing/recorded-backend.tsx";
import { withCases } from "../../testing/reply-cases.ts";
import { recordedVertex } from "../../testing/recorded-vertex.ts";
import { rowTexts } from "../../testing/table-reading.ts";
import { AccumulatorsTab } from "./accumulators-tab.tsx";

installPageFrame();

const RECORDED = recordedTransport("02-running-warm-metrics");
const LINES = { name: "lines read", type: "LongCounter", value: "1200" };
const FILLED = withCases(RECORDED, [
  { path: "/jobs/:jobid/vertices/:vertexid/accumulators", change: { "user-accumulators": [LINES] } },
  {
    path: "/jobs/:jobid/vertices/:vertexid/subtasks/accumulators",
    change: { "subtasks[1].user-accumulators": [{ ...LINES, value: "700" }] },
  },
]);

async function showTab(transport: Transport): Promise<void> {
  const { job, vertex } = await recordedVertex();
  renderWithBackend(<AccumulatorsTab jobId={job.jid} vertexId={vertex.id} isLive />, backendOver(transport));
}

function texts(head: string): readonly (string | null | undefined)[] {
  return rowTexts(screen.getByRole("table", { name: "Accumulators" }), head);
}

test("[F99] shows name, type and value of the vertex's accumulators", async () => {
  await showTab(FILLED);
  await screen.findByText("lines read");
  expect([texts("Name"), texts("Type"), texts("Value")]).toEqual([["lines read"], ["LongCounter"], ["1200"]]);
});

test("[F99] says so if there are none", async () => {
  await showTab(RECORDED);
  expect(await screen.findByText("The functions of this vertex have no accumulators.")).toBeDefined();
});

test("[F100] shows the accumulators of each subtask with its attempt and endpoint", async () => {
  const user = userEvent.setup();
  await showTab(FILLED);
  await user.click(await screen.findByRole("button", { name: "Subtasks" }));
  await screen.findByText("700");
  expect([texts("#"), texts("Attempt"), texts("Endpoint"), texts("Value")]).toEqual([["1"], ["0"], ["localhost:34179"], ["700"]]);
});
