// The sequence of situations for every backend. Each step ends in a stable situation.
import { type Backend, until } from "./backend.ts";
import { isMeasured, newestCheckpoint, PARALLELISM, PROGRAM_ARGUMENTS, runningJob, type Scene } from "./scene.ts";

/** One step: the action, and the condition that ends it. */
export interface Step {
  /** As a file name. */
  readonly name: string;
  /** The action as text. */
  readonly what: string;
  readonly take: (scene: Scene) => Promise<void>;
}

const HIGHER = 3;
const FIRST = { name: "taskmanager-1" };
const SECOND = { name: "taskmanager-2" };
const TASKMANAGERS = { service: "taskmanager" };
/** How long a situation must last to count as stable, ms. */
const STILL_MS = 3_000;
/** Operations also differ by their job. */
const STOP_TRIGGER = "e".repeat(32);

/** Kills the only TaskManager and waits until the job waits for slots. */
export async function killOnlyTaskManager(scene: Scene): Promise<void> {
  await scene.backend.client.call("killContainer", FIRST, {});
  await untilTaskManagers(scene, 0);
  await untilWaiting(scene);
}

/** Starts it again and waits until all tasks run on it. */
export async function startTaskManager(scene: Scene): Promise<void> {
  const { backend } = scene;
  await backend.client.call("startContainer", FIRST, {});
  await untilRunning(scene, PARALLELISM);
  const { taskmanagers } = await backend.client.call("taskManagers", {}, {});
  scene.taskmanagerid = taskmanagers[0]?.id ?? "";
}

/** With metrics, because a cluster that has not fetched them yet reports less. */
export async function untilRunning({ backend }: Scene, parallelism: number): Promise<void> {
  await until(backend, `all tasks RUNNING at ${parallelism}, with metrics`, () => runningJob(backend, parallelism, isMeasured));
}

/**
 * Until the job is RUNNING with all tasks SCHEDULED for a while. A restart that fails at once does
 * not count.
 */
async function untilWaiting({ backend, jobid }: Scene): Promise<void> {
  let sinceMs: number | undefined;
  await until(backend, "the job waiting for slots", async () => {
    const { jobs } = await backend.client.call("jobsOverview", {}, {});
    const job = jobs.find(({ jid }) => jid === jobid);
    const isWaiting = job?.state === "RUNNING" && job.tasks.scheduled === job.tasks.total;
    if (!isWaiting) sinceMs = undefined;
    else sinceMs ??= backend.nowMs();
    return sinceMs !== undefined && backend.nowMs() - sinceMs >= STILL_MS ? true : undefined;
  });
  await until(backend, "details that know of it", async () => {
    const job = await backend.client.call("job", { jobid }, {});
    return job.state === "RUNNING" && job.vertices.every(({ tasks, parallelism }) => tasks.SCHEDULED === parallelism) ? true : undefined;
  });
}

async function untilEnded({ backend, jobid }: Scene, state: "FINISHED" | "CANCELED" | "FAILED"): Promise<void> {
  await until(backend, `the job ${state}`, async () => {
    return (await backend.client.call("job", { jobid }, {})).state === state ? true : undefined;
  });
}

/** Stops the job and stores its savepoint. */
export async function stop(scene: Scene, { drain }: { readonly drain: boolean }): Promise<void> {
  const { backend, jobid } = scene;
  await backend.client.call("stopJob", { jobid }, {}, { body: { drain, triggerId: STOP_TRIGGER } });
  const status = await until(backend, "the savepoint of the stop", async () => {
    const found = await backend.client.call("savepointStatus", { jobid, triggerid: STOP_TRIGGER }, {});
    return found.status.id === "COMPLETED" ? found : undefined;
  });
  scene.savepoint = status.operation?.location ?? "";
  await untilEnded(scene, "FINISHED");
}

/** Runs Click Event Count and makes it the observed job. */
export async function run(scene: Scene, parallelism: number, programArgs: readonly string[], savepointPath?: string): Promise<void> {
  const { backend, jarid } = scene;
  const body = { programArgsList: [...programArgs], parallelism, ...(savepointPath === undefined ? {} : { savepointPath }) };
  const { jobid } = await backend.client.call("runJar", { jarid }, {}, { body });
  scene.jobid = jobid;
}

async function takeSavepoint({ backend, jobid }: Scene): Promise<void> {
  const { "request-id": triggerid } = await backend.client.call("triggerSavepoint", { jobid }, {}, { body: {} });
  await until(backend, "the savepoint", async () => {
    return (await backend.client.call("savepointStatus", { jobid, triggerid }, {})).status.id === "COMPLETED" ? true : undefined;
  });
  await until(backend, "the savepoint among the checkpoints", async () => {
    return (await backend.client.call("checkpoints", { jobid }, {})).latest.savepoint ?? undefined;
  });
}

async function scale({ backend }: Scene, replicas: number): Promise<void> {
  await backend.client.call("scaleService", TASKMANAGERS, {}, { body: { replicas } });
}

async function untilTaskManagers({ backend }: Scene, count: number): Promise<void> {
  await until(backend, `${count} TaskManagers`, async () => {
    return (await backend.client.call("taskManagers", {}, {})).taskmanagers.length === count ? true : undefined;
  });
}

async function untilCheckpoint({ backend, jobid }: Scene): Promise<void> {
  await until(backend, "a completed checkpoint", () => newestCheckpoint(backend, jobid));
}

/** All steps, in order. The first situation exists when the scene is set. */
export const STEPS: readonly Step[] = [
  { name: "running", what: "Click Event Count is started", take: async () => {} },
  { name: "waiting-for-slots", what: "the only TaskManager is killed", take: killOnlyTaskManager },
  { name: "recovered", what: "a TaskManager is started again", take: startTaskManager },
  { name: "savepoint-taken", what: "a savepoint is taken", take: takeSavepoint },
  { name: "stopped", what: "the job is stopped with a savepoint", take: (scene) => stop(scene, { drain: false }) },
  {
    name: "waiting-at-3",
    what: "the job is started from the savepoint at parallelism 3, with two slots",
    take: async (scene) => {
      await run(scene, HIGHER, PROGRAM_ARGUMENTS, scene.savepoint);
      await untilWaiting(scene);
    },
  },
  {
    name: "running-at-3",
    what: "a second TaskManager joins",
    take: async (scene) => {
      await scale(scene, 2);
      await untilRunning(scene, HIGHER);
      await untilCheckpoint(scene);
    },
  },
  {
    name: "one-of-two-lost",
    what: "one of two TaskManagers is killed",
    take: async (scene) => {
      await scene.backend.client.call("killContainer", SECOND, {});
      await untilTaskManagers(scene, 1);
      await untilWaiting(scene);
    },
  },
  {
    name: "recovered-at-3",
    what: "the second TaskManager is started again",
    take: async (scene) => {
      await scene.backend.client.call("startContainer", SECOND, {});
      await untilRunning(scene, HIGHER);
    },
  },
  {
    name: "canceled",
    what: "the job is canceled",
    take: async (scene) => {
      await scene.backend.client.call("cancelJob", { jobid: scene.jobid }, { mode: "cancel" });
      await untilEnded(scene, "CANCELED");
    },
  },
  {
    name: "running-without-checkpoints",
    what: "the job is started without checkpointing",
    take: async (scene) => {
      await run(
        scene,
        PARALLELISM,
        PROGRAM_ARGUMENTS.filter((argument) => argument !== "--checkpointing"),
      );
      await untilRunning(scene, PARALLELISM);
    },
  },
  {
    name: "failed",
    what: "all its TaskManagers are killed",
    take: async (scene) => {
      await scene.backend.client.call("killService", TASKMANAGERS, {});
      await untilEnded(scene, "FAILED");
      await untilTaskManagers(scene, 0);
    },
  },
];

/**
 * When the last step took effect: a started job has its own time, other steps start with the call.
 */
export async function beginningOf(scene: Scene, step: Step, calledMs: number): Promise<number> {
  if (step !== STEPS[0]) return calledMs;
  return (await jobOf(scene.backend, scene.jobid))["start-time"];
}

function jobOf(backend: Backend, jobid: string) {
  return backend.client.call("job", { jobid }, {});
}
