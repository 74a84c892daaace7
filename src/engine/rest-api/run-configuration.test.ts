// Configurations of users: what `flinkConfiguration` of a run and the cluster's own may hold, and that the JobManager continues to answer.
import { describe, expect, it } from "vitest";
import { JobManager } from "../jobmanager/job-manager.ts";
import { startJobManager } from "../jobmanager/start-job-manager.ts";
import { FakeHost } from "../jobmanager/testing/fake-host.ts";
import { ScriptedTaskManager } from "../jobmanager/testing/scripted-task-manager.ts";
import { createRestHandler } from "./rest-handler.ts";

type Values = Readonly<Record<string, string>>;

/** A JobManager without a job, and a TaskManager with two slots. */
function setUp(configuration: Values = {}) {
  const host = new FakeHost();
  const entries = { "parallelism.default": "2", ...configuration };
  const jobManager = new JobManager(
    host,
    Object.entries(entries).map(([key, value]) => ({ key, value })),
  );
  const handle = createRestHandler(jobManager);
  const taskManager = new ScriptedTaskManager(host, jobManager, "taskmanager-1");
  async function request<Body>(method: string, url: string, body?: unknown): Promise<{ status: number; body: Body }> {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await handle({ method, url, ...text });
    return { status: answer.status, body: JSON.parse(answer.body) as Body };
  }
  async function run(flinkConfiguration: Values, rest: object = {}) {
    const { body } = await request<{ files: { id: string }[] }>("GET", "/jars");
    const programArgsList = ["--checkpointing", "--event-time"];
    return request<{ errors?: string[]; jobid?: string }>("POST", `/jars/${body.files[0]?.id ?? ""}/run`, {
      flinkConfiguration,
      programArgsList,
      ...rest,
    });
  }
  return { host, jobManager, taskManager, request, run };
}

describe("a run whose program refuses its configuration", () => {
  it.each<[Values, string]>([
    [{ "execution.checkpointing.timeout": "5" }, "Checkpoint timeout must be larger than or equal to 10 ms"],
    [{ "execution.checkpointing.min-pause": "-1" }, "Could not parse value '-1' for key 'execution.checkpointing.min-pause'."],
    [{ "parallelism.default": "1.5" }, "Could not parse value '1.5' for key 'parallelism.default'."],
  ])("[CO31] %j is a 400 with the main method's error, and no job is listed", async (flinkConfiguration, message) => {
    const { run, request } = setUp();
    const { status, body } = await run(flinkConfiguration);
    expect(status).toBe(400);
    expect(body.errors?.join(" ")).toContain(
      `Caused by: org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: ${message}\n` +
        `Caused by: java.lang.IllegalArgumentException: ${message}`,
    );
    expect((await request<{ jobs: unknown[] }>("GET", "/jobs")).body.jobs).toEqual([]);
  });

  it("more subtasks than key groups can be is a 400 in the JobMaster's words", async () => {
    const { run } = setUp();
    const { status, body } = await run({}, { parallelism: 40_000 });
    expect(status).toBe(400);
    expect(body.errors?.join(" ")).toContain("java.lang.IllegalArgumentException: Operator parallelism not within bounds: 40000");
  });

  it("parallelism -1 in the request is the default", async () => {
    const { run, jobManager } = setUp();
    const { body } = await run({}, { parallelism: -1 });
    expect(jobManager.job(body.jobid ?? "")?.graph.vertices[0]?.parallelism).toBe(2);
  });
});

describe("a job whose JobMaster refuses its configuration", () => {
  it("[CO31] is answered with a 400, listed as FAILED, and gives the reason", async () => {
    const { run, request } = setUp();
    const { status, body } = await run({
      "restart-strategy.type": "exponential-delay",
      "restart-strategy.exponential-delay.initial-backoff": "0",
    });
    expect(status).toBe(400);
    const chain =
      "org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.\n" +
      "Caused by: java.util.concurrent.CompletionException: java.lang.IllegalArgumentException: Initial backoff must be at least 1.\n" +
      "Caused by: java.lang.IllegalArgumentException: Initial backoff must be at least 1.\n";
    expect(body.errors?.join(" ")).toContain(chain);
    const { jobs } = (await request<{ jobs: { id: string; status: string }[] }>("GET", "/jobs")).body;
    expect(jobs).toMatchObject([{ status: "FAILED" }]);
    const exceptions = await request<{ exceptionHistory: { entries: { stacktrace: string }[] } }>(
      "GET",
      `/jobs/${jobs[0]?.id ?? ""}/exceptions`,
    );
    expect(exceptions.body.exceptionHistory.entries[0]?.stacktrace).toBe(chain);
  });

  it.each<Values>([{ "web.checkpoints.history": "-1" }, { "web.exception-history-size": "-1" }, { "restart-strategy.type": "sometimes" }])(
    "with %j for the whole cluster: every job is FAILED, and the JobManager answers",
    async (configuration) => {
      const { run, request } = setUp(configuration);
      expect((await run({})).status).toBe(400);
      expect((await request<{ jobs: unknown[] }>("GET", "/jobs")).body.jobs).toMatchObject([{ status: "FAILED" }]);
    },
  );
});

describe("a job that Flink takes", () => {
  it.each<[Values, string]>([
    [{}, "Cluster level default restart strategy"],
    [{ "restart-strategy.type": "none" }, "Restart deactivated."],
    [
      {
        "restart-strategy.type": "fixed-delay",
        "restart-strategy.fixed-delay.attempts": "3",
        "restart-strategy.fixed-delay.delay": "10 s",
      },
      "Restart with fixed delay (PT10S). #3 restart attempts.",
    ],
    [
      { "restart-strategy.type": "failure-rate", "restart-strategy.failure-rate.max-failures-per-interval": "2" },
      "Failure rate restart with maximum of 2 failures within interval PT1M and fixed delay PT1S.",
    ],
    [
      { "restart-strategy.type": "exponential-delay" },
      "Restart with exponential delay: starting at PT1S, increasing by 1.500000, with maximum PT1M. Delay resets after PT1H with jitter 0.100000",
    ],
  ])("with %j describes its restart strategy as Flink does", async (flinkConfiguration, description) => {
    const { run, request } = setUp();
    const { body } = await run(flinkConfiguration);
    const config = await request<{ "execution-config": { "restart-strategy": string } }>("GET", `/jobs/${body.jobid ?? ""}/config`);
    expect(config.body["execution-config"]["restart-strategy"]).toBe(description);
  });

  it.each(["0", "-1"])("[CO23] keeps one checkpoint where the cluster asks for %s, and the log says so", async (numRetained) => {
    const { host, jobManager, run } = setUp({ "execution.checkpointing.num-retained": numRetained });
    const { body } = await run({});
    await host.advance(3_500);
    const job = jobManager.jobMaster(body.jobid ?? "");
    expect(job?.checkpoints.counts.completed).toBeGreaterThan(1);
    const latest = job?.checkpoints.latestCompleted;
    expect([...host.files.keys()]).toEqual([`${latest?.externalPath?.slice("file:".length) ?? ""}/_metadata`]);
    expect(jobManager.log.text()).toContain(
      `The setting for 'execution.checkpointing.num-retained : ${numRetained}' is invalid. Using default value of 1`,
    );
  });

  it("[CO32] cannot choose how many checkpoints are kept: the cluster does", async () => {
    const { host, run } = setUp();
    await run({ "execution.checkpointing.num-retained": "-1" });
    await host.advance(3_500);
    expect([...host.files.keys()]).toHaveLength(1);
  });

  it("runs and restarts with histories of 0", async () => {
    const { host, jobManager, taskManager, run } = setUp({
      "web.checkpoints.history": "0",
      "web.exception-history-size": "0",
      "jobmanager.execution.attempts-history-size": "0",
    });
    const { body } = await run({});
    await host.advance(1_500);
    taskManager.failTask("ClickEvent Counter", 0);
    await host.advance(3_000);
    const job = jobManager.jobMaster(body.jobid ?? "");
    expect(job).toMatchObject({ status: "RUNNING", numRestarts: 1, exceptionHistory: [] });
    expect(job?.checkpoints.history).toEqual([]);
    expect(job?.checkpoints.latestRestored).toBeDefined();
  });

  it("keeps a TaskManager that cannot be reached until it times out where failed heartbeats are not counted", async () => {
    const { host, jobManager, taskManager } = setUp({
      "heartbeat.interval": "1 s",
      "heartbeat.timeout": "5 s",
      "heartbeat.rpc-failure-threshold": "-1",
    });
    await host.advance(1_500);
    taskManager.kill();
    await host.advance(4_000);
    expect(jobManager.taskManagers).toHaveLength(1);
    await host.advance(1_500);
    expect(jobManager.taskManagers).toEqual([]);
  });
});

describe("a JobManager", () => {
  it.each<[Values, string]>([
    [{ "heartbeat.interval": "0" }, "The heartbeat interval must be larger than 0."],
    [{ "slot.request.timeout": "soon" }, "Could not parse value 'soon' for key 'slot.request.timeout'."],
  ])("[CO31] does not start with %j", (configuration, message) => {
    expect(() => setUp(configuration)).toThrow(message);
  });

  it("starts where only the job of its command line is refused, and logs why", async () => {
    const host = new FakeHost();
    startJobManager(host, { configuration: [{ key: "execution.checkpointing.timeout", value: "0" }], programArguments: [] });
    const bodyOf = async (url: string) => (await host.requestHandler?.({ method: "GET", url }))?.body;
    expect(await bodyOf("/jobs")).toBe('{"jobs":[]}');
    expect(await bodyOf("/jobmanager/log")).toContain(
      "The main method caused an error: Checkpoint timeout must be larger than or equal to 10 ms",
    );
  });
});
