import { describe, expect, it } from "vitest";
import type { Application, ApplicationConfig, ApplicationExceptions, ApplicationsOverview } from "../../rest/applications.ts";
import type { Jars } from "../../rest/jars.ts";
import type { Job } from "../../rest/jobs.ts";
import { SimulatedCluster } from "../simulation/simulated-cluster.ts";

const UNKNOWN = "0".repeat(32);

async function running(): Promise<{ cluster: SimulatedCluster; id: string; job: () => Promise<Job> }> {
  const cluster = new SimulatedCluster(5, {});
  cluster.boot();
  await cluster.simulation.runUntil(5_000);
  const { applications } = await cluster.get<ApplicationsOverview>("/applications/overview");
  const id = applications[0]?.id ?? "";
  return { cluster, id, job: () => cluster.get<Job>(`/jobs/${id}`) };
}

async function errors(cluster: SimulatedCluster, method: string, url: string): Promise<{ status: number; text: string }> {
  const { status, body } = await cluster.request(method, url);
  return { status, text: (JSON.parse(body) as { errors: string[] }).errors.join(" ") };
}

describe("applications", () => {
  it("are one a job, with the job's id and times", async () => {
    const { cluster, id, job } = await running();
    const details = await job();
    expect(details["application-id"]).toBe(id);
    const listed = await cluster.get<ApplicationsOverview>("/applications/overview");
    expect(listed.applications).toMatchObject([
      { id, name: "SingleJobApplication(Click Event Count)", status: "RUNNING", jobs: { RUNNING: 1 }, "end-time": -1 },
    ]);
    const application = await cluster.get<Application>(`/applications/${id}`);
    expect(application).toMatchObject({
      "start-time": details["start-time"],
      timestamps: { CREATED: details["start-time"], RUNNING: details["start-time"], CANCELING: 0, CANCELED: 0, FAILED: 0, FINISHED: 0 },
      jobs: [{ jid: id, state: "RUNNING", tasks: { total: 8, running: 8 } }],
    });
  });

  it("run on while their job restarts, and tell of its last failure when it has ended", async () => {
    const { cluster, id, job } = await running();
    const exceptions = () => cluster.get<ApplicationExceptions>(`/applications/${id}/exceptions`);
    const { vertices } = await job();
    await cluster.request("POST", "/playground/faults", { kind: "throw", job: id, vertex: vertices[1]?.id, times: 1 });
    await cluster.simulation.runUntil(7_000);
    expect(await cluster.get<Application>(`/applications/${id}`)).toMatchObject({ status: "RUNNING" });
    expect(await exceptions()).toEqual({ exceptionHistory: { entries: [] } });

    expect(await cluster.request("POST", `/applications/${id}/cancel`)).toMatchObject({ status: 202, body: "{}" });
    await cluster.simulation.runUntil(9_000);
    const { "end-time": end, state } = await job();
    expect(state).toBe("CANCELED");
    expect(await cluster.get<Application>(`/applications/${id}`)).toMatchObject({
      status: "CANCELED",
      "end-time": end,
      timestamps: { CANCELING: end, CANCELED: end, FAILING: 0, FINISHED: 0 },
    });
    const { entries } = (await exceptions()).exceptionHistory;
    expect(entries).toMatchObject([{ exceptionName: "java.lang.RuntimeException", timestamp: end, jobId: id }]);
    expect(entries[0]?.stacktrace).toContain("Fault injected on request");
  });

  it("are refused a cancel that cannot be, in Flink's words", async () => {
    const { cluster, id } = await running();
    expect(await errors(cluster, "POST", `/applications/${UNKNOWN}/cancel`)).toMatchObject({
      status: 404,
      text: "org.apache.flink.runtime.rest.handler.RestHandlerException: Application could not be found.",
    });
    await cluster.request("POST", `/jobs/${id}/stop`);
    await cluster.simulation.runUntil(9_000);
    expect(await errors(cluster, "POST", `/applications/${id}/cancel`)).toMatchObject({ status: 404 });
  });

  it("are started from a JAR with the id that the request gives, and answer with the configuration of their JobManager", async () => {
    const { cluster } = await running();
    const { files } = await cluster.get<Jars>("/jars");
    const path = `/jars/${files[0]?.id ?? ""}/run-application`;
    const id = "c".repeat(32);
    const reply = await cluster.request("POST", path, {
      applicationId: id,
      programArgsList: ["--bootstrap.servers", "kafka:9092"],
      parallelism: 1,
    });
    expect([reply.status, JSON.parse(reply.body)]).toEqual([202, { applicationid: id }]);
    expect(await cluster.get<Application>(`/applications/${id}`)).toMatchObject({ status: "RUNNING", jobs: [{ jid: id }] });
    const missing = await cluster.request("POST", path, { entryClass: "no.Such" });
    expect([missing.status, missing.body]).toEqual([500, expect.stringContaining("no.Such")]);
    const config = await cluster.get<ApplicationConfig>(`/applications/${id}/jobmanager/config`);
    expect(config).toContainEqual({ key: "parallelism.default", value: "2" });
  });

  it("that are not there are 404, and ids that are none 400", async () => {
    const { cluster } = await running();
    expect(await errors(cluster, "GET", `/applications/${UNKNOWN}`)).toMatchObject({ status: 404 });
    expect(await errors(cluster, "GET", `/applications/${UNKNOWN}/exceptions`)).toMatchObject({ status: 404 });
    expect(await errors(cluster, "GET", "/applications/xyz")).toMatchObject({
      status: 400,
      text: expect.stringContaining("(applicationid)"),
    });
  });
});

describe("a job that is canceled as Flink's WebUI does it", () => {
  it("is canceled by a GET", async () => {
    const { cluster, id, job } = await running();
    expect(await cluster.request("GET", `/jobs/${id}/yarn-cancel`)).toMatchObject({ status: 202, body: "{}" });
    await cluster.simulation.runUntil(7_000);
    expect(await job()).toMatchObject({ state: "CANCELED" });
    expect(await errors(cluster, "GET", `/jobs/${UNKNOWN}/yarn-cancel`)).toMatchObject({ status: 404 });
  });
});
