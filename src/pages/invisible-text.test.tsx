// Text of a cluster may hold characters that turn, hide or join the text around it. No page puts one into the document as it came.
import { waitFor } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";

import { hasUnseen } from "../base/visible-text.ts";
import type { Transport } from "../client/transport.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { installPageFrame } from "../testing/page-frame.ts";
import { BarSlotContext } from "../ui/bar-slot.tsx";
import { JobManagerPage } from "./job-manager-page.tsx";
import { JobPage } from "./job-page.tsx";
import { JobsPage } from "./jobs-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { SubmitPage } from "./submit-page.tsx";
import { TaskManagerPage } from "./task-manager-page.tsx";
import { TaskManagersPage } from "./task-managers-page.tsx";

/** A direction override, a terminal colour, a C1 control, a zero-width space and half a surrogate pair. */
const UNSEEN = "\u202E\u001B[31m\u0085\u200B\uD800";

/** Fields whose text people or programs choose. Ids and states stay, because paths and looks depend on them. */
const FREE_TEXT =
  /^(?:name|operator|description|ship_strategy|exceptionName|stacktrace|taskName|endpoint|host|path|value|failure_message|external_path|version|arch|state_backend|checkpoint_storage|flink-version|flink-commit|timezone-name|triggerCause|terminatedReason|stringifiedThreadInfo|threadName|mode)$/;

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const COUNTER = "0da08f51eaa85fc298e176a139b3649a";

const frame = installPageFrame();

function spoiled(recorded: Transport): Transport {
  return async (request) => {
    const response = await recorded(request);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    const body = isJson
      ? JSON.stringify(JSON.parse(text, (key, value: unknown) => (isFree(key, value) ? `${UNSEEN}${value}` : value)))
      : text;
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** Metric values are numbers as text. */
function isFree(key: string, value: unknown): value is string {
  return typeof value === "string" && FREE_TEXT.test(key) && !(key === "value" && /^[\d.E+-]+$/.test(value));
}

/** All text of the document and of its attributes that has something unseen in it. */
function unseenTexts(): readonly string[] {
  const found: string[] = [];
  for (const element of document.body.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) if (name !== "href" && hasUnseen(value)) found.push(`${name}: ${value}`);
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && hasUnseen((node.textContent ?? "").replaceAll(/[\n\t]/g, "")))
        found.push(node.textContent ?? "");
    }
  }
  return found;
}

test.each([
  ["/overview", /Managed memory|managed memory/],
  ["/job/running", /Click Event Count/],
  [`/job/running/${JOB}/overview?vertex=${COUNTER}`, /In checkpoint/],
  [`/job/running/${JOB}/checkpoints?checkpoint=45`, /State by vertex/],
  [`/job/running/${JOB}/backpressure`, /U\+202E.*Share of time|Share of time/],
  [`/job/running/${JOB}/exceptions`, /No exception/],
  ["/task-manager", /localhost/],
  ["/task-manager/tm1/metrics", /Framework heap|Configured memory/],
  ["/job-manager/metrics", /metric/i],
  ["/job-manager/config", /OpenJDK/],
  ["/submit", /Savepoints|savepoints/],
  ["/task-manager/tm1/logs", /taskmanager/],
])("%s", async (path, words) => {
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/overview" element={<OverviewPage />} />
        <Route path="/job/running" element={<JobsPage />} />
        <Route path="/job/running/:jid/*" element={<JobPage />} />
        <Route path="/task-manager" element={<TaskManagersPage />} />
        <Route path="/task-manager/:taskManagerId/*" element={<TaskManagerPage />} />
        <Route path="/job-manager/*" element={<JobManagerPage />} />
        <Route path="/submit" element={<SubmitPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(spoiled(recordedTransport("02-running-warm-metrics"))),
    path,
  );
  await waitFor(() => expect(document.body.textContent).toMatch(words));
  expect(unseenTexts()).toEqual([]);
});
