// JARs, and starting and ending jobs. Each row creates what the next one needs.
import { until } from "../backend.ts";
import type { Check } from "../check.ts";
import {
  both,
  type Claims,
  each,
  endingWith,
  is,
  matching,
  moreThan,
  ofEach,
  otherThan,
  recent,
  some,
  startingWith,
  sum,
} from "../claims.ts";
import { newestCheckpoint, PARALLELISM, PROGRAM_ARGUMENTS, runningJob, type Scene } from "../scene.ts";
import { TRIGGERS } from "./checkpoints.ts";

const ofUploaded = ({ uploadedJar }: Scene) => ({ params: { jarid: uploadedJar }, query: {} });

const uploadJar: Check<"uploadJar"> = {
  call: () => {
    const form = new FormData();
    form.append("jarfile", new Blob(["PK"], { type: "application/x-java-archive" }), "nothing.jar");
    return { params: {}, query: {}, form };
  },
  means: (reply, scene) => {
    scene.uploadedJar = reply.filename.split("/").at(-1) ?? "";
    return { "the last part of its path is its id: a UUID and its name": is(scene.uploadedJar, matching(/^[0-9a-f-]{36}_nothing\.jar$/)) };
  },
};

const jars: Check<"jars"> = {
  call: () => ({ params: {}, query: {} }),
  means: ({ files, address }, { backend, jarid, uploadedJar }) => ({
    "the newest comes first": both(is(files[0], { id: uploadedJar }), is(files, some({ id: jarid }))),
    "names are without the UUID, times in epoch ms": is(files[0], { name: "nothing.jar", uploaded: recent(backend) }),
    "a JAR without a main class has no entry, the job's has one": both(
      is(files[0], { entry: [] }),
      is(files.find(({ id }) => id === jarid)?.entry[0], { name: endingWith("ClickEventCount") }),
    ),
    "the address is the cluster's own": is(address, startingWith("http://")),
  }),
};

const deleteJar: Check<"deleteJar"> = {
  call: ofUploaded,
  means: () => ({}),
  afterwards: async ({ backend, uploadedJar }) => {
    const { files } = await backend.client.call("jars", {}, {});
    return { "it is gone": is(files, each({ id: otherThan(uploadedJar) })) };
  },
};

async function ended(scene: Scene, state: "FINISHED" | "CANCELED"): Promise<Claims> {
  const { backend, jobid } = scene;
  const job = await until(backend, `the job ${state}`, async () => {
    const found = await backend.client.call("job", { jobid }, {});
    return found.state === state ? found : undefined;
  });
  return {
    "the end is in epoch ms, and the duration ends with it": is(job, {
      "end-time": recent(backend),
      duration: job["end-time"] - job["start-time"],
    }),
    "the state has its time": is(job.timestamps, { [state]: job["end-time"] }),
    ...ofEach(job.vertices, (vertex) => ({
      "all tasks ended so": is(
        { sum: sum(Object.values(vertex.tasks)), ...vertex.tasks },
        { sum: PARALLELISM, [state === "FINISHED" ? "FINISHED" : "CANCELED"]: PARALLELISM },
      ),
      "so did the vertices, each at its time": is(vertex, {
        status: state,
        "end-time": recent(backend),
        duration: vertex["end-time"] - vertex["start-time"],
      }),
    })),
  };
}

const stopJob: Check<"stopJob"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {}, body: { drain: false, triggerId: TRIGGERS.stop } }),
  status: 202,
  means: (reply) => ({ "the id to ask with is the caller's": is(reply, { "request-id": TRIGGERS.stop }) }),
  afterwards: async (scene) => {
    const { client } = scene.backend;
    const status = await until(scene.backend, "the savepoint of the stop", async () => {
      const found = await client.call("savepointStatus", { jobid: scene.jobid, triggerid: TRIGGERS.stop }, {});
      return found.status.id === "COMPLETED" ? found : undefined;
    });
    scene.savepoint = status.operation?.location ?? "";
    const claims = await ended(scene, "FINISHED");
    await until(scene.backend, "the cluster to count it as finished", async () => {
      return (await client.call("overview", {}, {}))["jobs-finished"] === 1 ? true : undefined;
    });
    return { "asked after as a savepoint it says where it is": is(scene.savepoint, startingWith("file:/")), ...claims };
  },
};

const runJar: Check<"runJar"> = {
  call: ({ jarid, savepoint }) => ({
    params: { jarid },
    query: {},
    body: { programArgsList: [...PROGRAM_ARGUMENTS], parallelism: PARALLELISM, savepointPath: savepoint },
  }),
  means: (reply, { backend, jobid }) => ({
    "it answers with a new job's id": both(is(reply.jobid, matching(/^[0-9a-f]{32}$/)), is(reply.jobid, otherThan(jobid))),
    "2.x names the application, which is the job's": is(reply, { applicationId: backend.version === "1.20" ? undefined : reply.jobid }),
  }),
  afterwards: async (scene, reply) => {
    const { backend, savepoint } = scene;
    scene.jobid = reply.jobid;
    const job = await until(backend, "the job at work again", () => runningJob(backend, PARALLELISM, () => true));
    await until(backend, "a completed checkpoint of it", () => newestCheckpoint(backend, job.jid));
    const { counts, latest } = await backend.client.call("checkpoints", { jobid: job.jid }, {});
    return {
      "that job runs": is(job, { jid: reply.jobid }),
      "it was restored from the savepoint, once": is(
        { counts, latest },
        { counts: { restored: 1 }, latest: { restored: { external_path: savepoint, is_savepoint: true } } },
      ),
      "at an epoch ms": is(latest.restored?.restore_timestamp, recent(backend)),
      "ids of checkpoints continue after the savepoint's": is(latest.completed?.id ?? 0, moreThan(latest.restored?.id ?? 0)),
    };
  },
};

const cancelJob: Check<"cancelJob"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: { mode: "cancel" } }),
  status: 202,
  means: () => ({}),
  afterwards: (scene) => ended(scene, "CANCELED"),
};

const cancelJobByGet: Check<"cancelJobByGet"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {} }),
  // Flink accepts this always, also for a job that is canceled already.
  status: ({ isGuarded }) => (isGuarded ? 403 : 202),
  means: () => ({}),
};

/** The rows of this file, in the order of their dependencies. */
export const JAR_CHECKS = { uploadJar, jars, deleteJar };

/** Rows that end and start jobs, in this order. */
export const JOB_LIFECYCLE_CALLS = { stopJob, runJar, cancelJob, cancelJobByGet };
