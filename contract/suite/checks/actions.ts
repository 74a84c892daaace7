// JARs, and the ends and beginnings of jobs: each row leaves what the next one needs.
import type { Job } from "../../../src/rest/jobs.ts";
import { until } from "../backend.ts";
import type { Check, Claims } from "../check.ts";
import { isRecent, sum } from "../claims.ts";
import { newestCheckpoint, PARALLELISM, PROGRAM_ARGUMENTS, runningJob, type Scene } from "../scene.ts";
import { TRIGGERS } from "./checkpoints.ts";

const ofUploaded = ({ uploadedJar }: Scene) => ({ params: { jarid: uploadedJar }, query: {} });

export const uploadJar: Check<"uploadJar"> = {
  call: () => {
    const form = new FormData();
    form.append("jarfile", new Blob(["PK"], { type: "application/x-java-archive" }), "nothing.jar");
    return { params: {}, query: {}, form };
  },
  means: (reply, scene) => {
    scene.uploadedJar = reply.filename.split("/").at(-1) ?? "";
    return { "the last part of its path is its id: a UUID and its name": /^[0-9a-f-]{36}_nothing\.jar$/.test(scene.uploadedJar) };
  },
};

export const jars: Check<"jars"> = {
  call: () => ({ params: {}, query: {} }),
  means: ({ files, address }, { backend, jarid, uploadedJar }) => ({
    "the newest comes first": files[0]?.id === uploadedJar && files.some(({ id }) => id === jarid),
    "names are without the UUID, times in epoch ms": files[0]?.name === "nothing.jar" && isRecent(files[0].uploaded, backend),
    "a JAR without a main class has no entry, the job's has one":
      files[0]?.entry.length === 0 && files.find(({ id }) => id === jarid)?.entry[0]?.name.endsWith("ClickEventCount") === true,
    "the address is the cluster's own": address.startsWith("http://"),
  }),
};

export const deleteJar: Check<"deleteJar"> = {
  call: ofUploaded,
  means: () => ({}),
  afterwards: async ({ backend, uploadedJar }) => {
    const { files } = await backend.client.call("jars", {}, {});
    return { "it is gone": files.every(({ id }) => id !== uploadedJar) };
  },
};

async function ended(scene: Scene, state: Job["state"]): Promise<Claims> {
  const { backend, jobid } = scene;
  const job = await until(backend, `the job ${state}`, async () => {
    const found = await backend.client.call("job", { jobid }, {});
    return found.state === state ? found : undefined;
  });
  return {
    "the end is in epoch ms, and the duration ends with it":
      isRecent(job["end-time"], backend) && job.duration === job["end-time"] - job["start-time"],
    "the state has its time": job.timestamps[state] === job["end-time"],
    "all tasks ended so": job.vertices.every(
      ({ tasks }) => sum(Object.values(tasks)) === PARALLELISM && tasks[state === "FINISHED" ? "FINISHED" : "CANCELED"] === PARALLELISM,
    ),
    "so did the vertices, each at its time": job.vertices.every(
      (each) => each.status === state && isRecent(each["end-time"], backend) && each.duration === each["end-time"] - each["start-time"],
    ),
  };
}

export const stopJob: Check<"stopJob"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {}, body: { drain: false, triggerId: TRIGGERS.stop } }),
  status: 202,
  means: (reply) => ({ "the id to ask with is the caller's": reply["request-id"] === TRIGGERS.stop }),
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
    return { "asked after as a savepoint it says where it is": scene.savepoint.startsWith("file:/"), ...claims };
  },
};

export const runJar: Check<"runJar"> = {
  call: ({ jarid, savepoint }) => ({
    params: { jarid },
    query: {},
    body: { programArgsList: [...PROGRAM_ARGUMENTS], parallelism: PARALLELISM, savepointPath: savepoint },
  }),
  means: (reply, { backend, jobid }) => ({
    "it answers with a new job's id": /^[0-9a-f]{32}$/.test(reply.jobid) && reply.jobid !== jobid,
    "2.x names the application, which is the job's": reply.applicationId === (backend.version === "1.20" ? undefined : reply.jobid),
  }),
  afterwards: async (scene, reply) => {
    const { backend, savepoint } = scene;
    scene.jobid = reply.jobid;
    const job = await until(backend, "the job at work again", () => runningJob(backend, PARALLELISM, () => true));
    await until(backend, "a completed checkpoint of it", () => newestCheckpoint(backend, job.jid));
    const { counts, latest } = await backend.client.call("checkpoints", { jobid: job.jid }, {});
    return {
      "that job runs": job.jid === reply.jobid,
      "it was restored from the savepoint, once":
        counts.restored === 1 && latest.restored?.external_path === savepoint && latest.restored.is_savepoint,
      "at an epoch ms": isRecent(latest.restored?.restore_timestamp, backend),
      "ids of checkpoints go on after the savepoint's": (latest.completed?.id ?? 0) > (latest.restored?.id ?? 0),
    };
  },
};

export const cancelJob: Check<"cancelJob"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: { mode: "cancel" } }),
  status: 202,
  means: () => ({}),
  afterwards: (scene) => ended(scene, "CANCELED"),
};

export const cancelJobByGet: Check<"cancelJobByGet"> = {
  call: ({ jobid }) => ({ params: { jobid }, query: {} }),
  // Flink takes it from everybody; of a job that is canceled already, too.
  status: ({ isGuarded }) => (isGuarded ? 403 : 202),
  means: () => ({}),
};
