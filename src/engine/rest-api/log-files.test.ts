import { beforeAll, describe, expect, it } from "vitest";
import type { Job } from "../../rest/jobs.ts";
import type { LogList } from "../../rest/logs.ts";
import type { ThreadDump } from "../../rest/threads.ts";
import { SimulatedCluster } from "../simulation/simulated-cluster.ts";

const cluster = new SimulatedCluster(8, { taskManagers: 2 });
let taskManager = "";
let jobId = "";
let counter = "";

beforeAll(async () => {
  cluster.boot();
  await cluster.simulation.runUntil(5_000);
  const { taskmanagers } = await cluster.get<{ taskmanagers: { id: string }[] }>("/taskmanagers");
  taskManager = `/taskmanagers/${taskmanagers.find(({ id }) => id.startsWith("taskmanager-1"))?.id ?? ""}`;
  const { jobs } = await cluster.get<{ jobs: { id: string }[] }>("/jobs");
  jobId = jobs[0]?.id ?? "";
  counter = (await cluster.get<Job>(`/jobs/${jobId}`)).vertices[1]?.id ?? "";
});

async function text(path: string): Promise<string> {
  const { status, contentType, body } = await cluster.request("GET", path);
  expect([status, contentType]).toEqual([200, "text/plain; charset=UTF-8"]);
  return body;
}

async function errors(path: string): Promise<{ status: number; text: string }> {
  const { status, body } = await cluster.request("GET", path);
  return { status, text: (JSON.parse(body) as { errors: string[] }).errors.join(" ") };
}

describe("log files", () => {
  it("of a TaskManager tell what it did, in the layout of Flink's", async () => {
    const log = await text(`${taskManager}/log`);
    const lines = log.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO  org\.apache\.flink\.runtime\.taskexecutor\.TaskManagerRunner +\[\] - Starting TaskManager with ResourceID: taskmanager-1:/,
    );
    expect(log).toContain("Successful registration at resource manager jobmanager.\n");
    const received = /Received task (.+#0) \((\w+)\), deploy into slot with allocation id [0-9a-f]{32}\.\n/.exec(log);
    const [, name = "", attempt = ""] = received ?? [];
    expect(log.indexOf(`${name} (${attempt}) switched from DEPLOYING to INITIALIZING.\n`)).toBeGreaterThan(received?.index ?? 0);
    expect(log).toContain(`${name} (${attempt}) switched from INITIALIZING to RUNNING.\n`);
  });

  it("are listed with their sizes, and read by their names", async () => {
    for (const [path, log, name] of [
      [taskManager, `${taskManager}/log`, "taskmanager-1"],
      ["/jobmanager", "/jobmanager/log", "jobmanager"],
    ] as const) {
      const content = await text(log);
      const { logs } = await cluster.get<LogList>(`${path}/logs`);
      expect(logs).toMatchObject([
        { name: `${name}.log`, size: new TextEncoder().encode(content).length },
        { name: `${name}.out`, size: 0 },
      ]);
      expect(logs[0]?.mtime).toBeGreaterThanOrEqual(logs[1]?.mtime ?? Infinity);
      expect(await text(`${path}/logs/${name}.log`)).toBe(content);
      expect(await text(`${path}/logs/${name}.out`)).toBe("");
      expect(await text(`${path}/stdout`)).toBe("");
    }
  });

  it.each(["nope.log", "..%2Fjobmanager.log", "..%252f..%252fetc%252fpasswd", "%2Fetc%2Fpasswd", "jobmanager.log%00"])(
    "are only those of the list: not %s",
    async (name) => {
      expect(await errors(`/jobmanager/logs/${name}`)).toEqual({ status: 404, text: "This file does not exist in JobManager log dir." });
      expect(await errors(`${taskManager}/logs/${name}`)).toMatchObject({
        status: 500,
        text: expect.stringContaining("FlinkException: Failed to transfer file from TaskExecutor taskmanager-1"),
      });
    },
  );

  it("of an unknown TaskManager are 404, their list 500", async () => {
    for (const path of ["log", "stdout", "logs/x.log"]) {
      expect(await errors(`/taskmanagers/nope/${path}`)).toEqual({
        status: 404,
        text: "org.apache.flink.runtime.rest.NotFoundException: Failed to transfer file from TaskExecutor nope because it was unknown.",
      });
    }
    for (const path of ["logs", "thread-dump"]) {
      expect(await errors(`/taskmanagers/nope/${path}`)).toMatchObject({ status: 500, text: expect.stringContaining("under nope") });
    }
  });
});

describe("thread dumps", () => {
  it("show the thread that a container is, with the engine's own stack", async () => {
    for (const [path, name, frame] of [
      ["/jobmanager", "jobmanager", "jobManagerThreadDump(cluster.ts:"],
      [taskManager, "taskmanager-1", "TaskManager.sendThreadDump(start-task-manager.ts:"],
    ] as const) {
      const [thread] = (await cluster.get<ThreadDump>(`${path}/thread-dump`)).threadInfos;
      expect(thread?.threadName).toBe(name);
      expect(thread?.stringifiedThreadInfo).toMatch(new RegExp(`^"${name}" RUNNABLE\\n(\\tat drey\\..+\\n)+\\n$`));
      expect(thread?.stringifiedThreadInfo).toContain(frame);
    }
  });

  it("list the tasks that take turns on it, under the names of Flink's task threads", async () => {
    const tasks = (await cluster.get<ThreadDump>(`${taskManager}/thread-dump`)).threadInfos.slice(1);
    const vertices = [
      "ClickEvent Counter",
      "ClickEventStatistics Sink: Committer",
      "ClickEventStatistics Sink: Writer",
      "Source: ClickEvent Source",
    ];
    expect(tasks.map(({ threadName }) => threadName).toSorted()).toEqual(
      vertices.flatMap((name) => [`${name} (1/2)#0`, `${name} (2/2)#0`]),
    );
    for (const { threadName, stringifiedThreadInfo } of tasks) {
      expect(stringifiedThreadInfo).toMatch(
        /^".+" (RUNNABLE|WAITING on (input|output))\n\t- {2}takes turns on the thread "taskmanager-1"\n\n$/,
      );
      expect(stringifiedThreadInfo).toContain(`"${threadName}"`);
    }
    // The committer has nothing to do between two checkpoints.
    const committer = tasks.find(({ threadName }) => threadName.includes("Committer"));
    expect(committer?.stringifiedThreadInfo).toContain("WAITING on input");
  });
});

describe("a TaskManager that fails or dies", () => {
  it("says in its log why a task failed", async () => {
    await cluster.request("POST", "/playground/faults", { kind: "throw", job: jobId, vertex: counter, times: 1 });
    await cluster.simulation.runUntil(7_000);
    const logs = await Promise.all((await ids()).map((id) => text(`/taskmanagers/${id}/log`)));
    expect(logs.join("")).toMatch(
      /WARN .*ClickEvent Counter \(\d\/2\)#0 \(\w+\) switched from RUNNING to FAILED with failure cause:\njava\.lang\.RuntimeException: Fault injected on request/,
    );
    expect(logs.join("")).toMatch(/Attempting to cancel task .+#0 \(\w+\)\.\n.* switched from RUNNING to CANCELED\.\n/);
  });

  it("answers nothing any more: the question ends when the JobManager gives it up", async () => {
    const [, second = ""] = (await ids()).toSorted();
    await cluster.request("POST", "/playground/containers/taskmanager-2/kill");
    expect(await errors(`/taskmanagers/${second}/log`)).toMatchObject({
      status: 404,
      text: expect.stringContaining("because it was unknown"),
    });
    expect(await errors(`/taskmanagers/${second}/thread-dump`)).toMatchObject({ status: 500 });
    expect(cluster.simulation.crashes).toEqual([]);
  });

  async function ids(): Promise<string[]> {
    return (await cluster.get<{ taskmanagers: { id: string }[] }>("/taskmanagers")).taskmanagers.map(({ id }) => id);
  }
});
