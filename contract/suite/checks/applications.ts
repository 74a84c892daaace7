// Applications: what one program submitted. 1.20 has none.
import type { Backend } from "../backend.ts";
import type { Check } from "../check.ts";
import { isNow, isRecent } from "../claims.ts";
import type { Scene } from "../scene.ts";

/** A program that was started from a JAR is an application with its job's id. */
const ofApplication = ({ jobid }: Scene) => ({ params: { applicationid: jobid }, query: {} });
const unlessOld = (status: number) => (backend: Backend) => (backend.version === "1.20" ? 404 : status);

export const applicationsOverview: Check<"applicationsOverview"> = {
  call: () => ({ params: {}, query: {} }),
  status: unlessOld(200),
  means: ({ applications }, scene) => {
    const { backend, jobid } = scene;
    const application = applications.find(({ id }) => id === jobid);
    if (application === undefined) return { "the job's application has its id": false };
    return {
      "it lives: the start is in epoch ms, the end -1, the duration in ms":
        isRecent(application["start-time"], backend) &&
        application["end-time"] === -1 &&
        isNow(application["start-time"] + application.duration, scene),
      "it counts its jobs, and only the states that some are in": JSON.stringify(application.jobs) === `{"RUNNING":1}`,
    };
  },
};

export const application: Check<"application"> = {
  call: ofApplication,
  status: unlessOld(200),
  means: ({ status, timestamps, jobs }, { backend, jobid }) => ({
    "it RUNS since an epoch ms": status === "RUNNING" && isRecent(timestamps.RUNNING, backend),
    "a state that it was never in is 0": timestamps.FINISHED === 0 && timestamps.FAILED === 0 && timestamps.CANCELED === 0,
    "the job is its own": jobs.length === 1 && jobs[0]?.jid === jobid,
  }),
};

export const applicationExceptions: Check<"applicationExceptions"> = {
  call: ofApplication,
  status: unlessOld(200),
  means: ({ exceptionHistory }) => ({ "nothing has failed": exceptionHistory.entries.length === 0 }),
};

export const cancelApplication: Check<"cancelApplication"> = {
  call: ofApplication,
  // It ends after its job, and then it is not found.
  status: 404,
  eventually: () => ({}),
  means: () => ({}),
};
