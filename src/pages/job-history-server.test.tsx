// The page of a job in a History Server, which serves what was archived when the job ended.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
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
const JOB = `GET /jobs/${JOB_ID}`;
/** What a History Server does not have (HistoryServerStaticFileServerHandler answers 404). */
const NOT_ARCHIVED = /\/(?:metrics|watermarks|backpressure|flamegraph)$|^\/(?:overview|taskmanagers|jobmanager|jars)/;

const frame = installPageFrame();

/** Opens a tab of an archived job. Returns the paths of the calls that have no archived reply. */
async function openArchived(path: string): Promise<string[]> {
  const { job } = await recordedJob("02-running-warm-metrics");
  const vertices = job.vertices.map((vertex) => ({ ...vertex, status: "CANCELED", tasks: { CANCELED: vertex.parallelism } }));
  const { transport } = scriptedCluster(
    "02-running-warm-metrics",
    {
      [JOB]: () => ({ reply: { ...job, vertices, state: "CANCELED", "end-time": job.now } }),
      [`${JOB}/jobmanager/config`]: () => ({
        reply: [
          { key: "jobmanager.archive.fs.dir", value: "file:/archive" },
          { key: "rest.port", value: "8081" },
        ],
      }),
      [`${JOB}/jobmanager/environment`]: () => ({
        reply: { jvm: { version: "OpenJDK 17", arch: "amd64", options: ["-Xmx1g"] }, classpath: ["/opt/flink/lib/flink-dist.jar"] },
      }),
      [`${JOB}/jobmanager/log-url`]: () => ({ status: 404, reply: { errors: ["File not found."] } }),
    },
    withCases(recordedTransport("02-running-warm-metrics"), replyCases("history-server")),
  );
  const missing: string[] = [];
  const listening: Transport = (request) => {
    const { pathname } = new URL(request.url);
    if (!NOT_ARCHIVED.test(pathname) || pathname.startsWith(`/jobs/${JOB_ID}/jobmanager/`)) return transport(request);
    missing.push(pathname);
    return Promise.resolve(Response.json({ errors: ["File not found."] }, { status: 404 }));
  };
  renderWithBackend(
    <BarSlotContext value={frame.bar}>
      <Routes>
        <Route path="/job/:list/:jid/*" element={<JobPage />} />
      </Routes>
    </BarSlotContext>,
    backendOver(listening),
    `/job/completed/${JOB_ID}/${path}`,
  );
  await screen.findByRole("tab", { name: "Cluster configuration" });
  return missing;
}

test("[F60] it has the tabs that can be archived, and says why it has no others", async () => {
  const user = userEvent.setup();
  await openArchived("overview");
  const names = screen.getAllByRole("tab").map((tab) => tab.textContent.replace(/\d+$/, ""));
  expect(names).toEqual(["Vertices", "Checkpoints", "Exceptions", "Timeline", "Configuration", "Cluster configuration"]);
  await user.hover(screen.getByRole("button", { name: "archived" }));
  expect((await screen.findByRole("tooltip")).textContent).toContain("no backpressure, no data skew and no flame graphs");
});

test("[F140] the configuration, JVM and class path of the JobManager that ran the job", async () => {
  await openArchived("cluster_configuration");
  const table = await screen.findByRole("table", { name: "Configuration" });
  expect(await within(table).findByText("jobmanager.archive.fs.dir")).toBeDefined();
  const environment = await screen.findByRole("region", { name: "Environment" });
  expect(environment.textContent).toContain("OpenJDK 17, amd64");
  expect(environment.textContent).toContain("-Xmx1g");
  expect(environment.textContent).toContain("/opt/flink/lib/flink-dist.jar");
});

test.each([
  ["overview", "ClickEvent Counter"],
  ["overview?vertex=0da08f51eaa85fc298e176a139b3649a", "parallelism 2"],
  ["checkpoints", "COMPLETED"],
  ["exceptions", "No exception since the job started"],
  ["timeline?vertex=0da08f51eaa85fc298e176a139b3649a", "0 - localhost:34179"],
  ["configuration", "Cluster level default restart strategy"],
])("[F203] [F204] %s shows what was archived, and asks for nothing else", async (path, words) => {
  const missing = await openArchived(path);
  await waitFor(() => expect(document.body.textContent).toContain(words));
  await waitFor(() => expect(frame.bar.textContent).toContain("CANCELED"));
  expect(missing).toEqual([]);
  expect(screen.queryByRole("alert")).toBeNull();
  expect(document.body.textContent).not.toContain("File not found");
  cleanup();
});
