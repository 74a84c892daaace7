// Applications: a program and its jobs. Flink 1.20 has none.
import type { Backend } from "../backend.ts";
import type { Check } from "../check.ts";
import { both, exactly, is, now, PRESENT, recent } from "../claims.ts";
import type { Scene } from "../scene.ts";

/** A program started from a JAR is an application with its job's id. */
const ofApplication = ({ jobid }: Scene) => ({ params: { applicationid: jobid }, query: {} });
const unlessOld = (status: number) => (backend: Backend) => (backend.version === "1.20" ? 404 : status);

const applicationsOverview: Check<"applicationsOverview"> = {
  call: () => ({ params: {}, query: {} }),
  status: unlessOld(200),
  means: ({ applications }, scene) => {
    const { backend, jobid } = scene;
    const application = applications.find(({ id }) => id === jobid);
    if (application === undefined) return { "the job's application has its id": is(application, PRESENT) };
    return {
      "it lives: the start is in epoch ms, the end -1, the duration in ms": both(
        is(application, { "start-time": recent(backend), "end-time": -1 }),
        is({ "start-time + duration": application["start-time"] + application.duration }, { "start-time + duration": now(scene) }),
      ),
      "it counts its jobs, and only the states that some are in": is(application.jobs, exactly({ RUNNING: 1 })),
    };
  },
};

const application: Check<"application"> = {
  call: ofApplication,
  status: unlessOld(200),
  means: (reply, { backend, jobid }) => ({
    "it RUNS since an epoch ms": is(reply, { status: "RUNNING", timestamps: { RUNNING: recent(backend) } }),
    "a state that it was never in is 0": is(reply, { timestamps: { FINISHED: 0, FAILED: 0, CANCELED: 0 } }),
    "the job is its own": is(reply, { jobs: [{ jid: jobid }] }),
  }),
};

const applicationExceptions: Check<"applicationExceptions"> = {
  call: ofApplication,
  status: unlessOld(200),
  means: (reply) => ({ "nothing has failed": is(reply, { exceptionHistory: { entries: [] } }) }),
};

const applicationConfig: Check<"applicationConfig"> = {
  call: ofApplication,
  status: unlessOld(200),
  means: (reply) => ({
    "it is the configuration of its JobManager": is(reply.find(({ key }) => key === "parallelism.default")?.value, "2"),
  }),
};

const runJarAsApplication: Check<"runJarAsApplication"> = {
  // A program that runs would take the slots of the next checks.
  call: ({ jarid }) => ({ params: { jarid }, query: {}, body: { entryClass: "no.Such" } }),
  status: unlessOld(500),
  means: () => ({}),
};

const cancelApplication: Check<"cancelApplication"> = {
  call: ofApplication,
  // It ends after its job, and is then not found.
  status: 404,
  eventually: () => ({}),
  means: () => ({}),
};

/** The rows of this file, in the order of their dependencies. */
export const APPLICATION_CHECKS = { applicationsOverview, application, applicationExceptions, applicationConfig, runJarAsApplication };

/** Rows that end and start jobs, in this order. */
export const APPLICATION_LIFECYCLE_CALLS = { cancelApplication };
