// The profiler, which is enabled in the playground. The engine has none, like a Flink without it.
// Runs are started and appear in the list.
import type { Profiling, ProfilingList } from "../../../src/rest/profiling.ts";
import type { Backend } from "../backend.ts";
import type { Check } from "../check.ts";
import { type Claims, is, now, oneOf } from "../claims.ts";
import type { Scene } from "../scene.ts";

const none = () => ({ params: {}, query: {} });
const ofTaskManager = ({ taskmanagerid }: Scene) => ({ params: { taskmanagerid }, query: {} });
/** A timer works on every machine, and one second is the minimum. */
const body = { mode: "ITIMER", duration: 1 } as const;
/** A file that no run has created. */
const filename = "nothing.html";

const whereItIs = ({ kind }: Backend) => (kind === "engine" ? 404 : 200);

const startJobManagerProfiling: Check<"startJobManagerProfiling"> = {
  call: () => ({ ...none(), body }),
  status: whereItIs,
  means: startClaims,
};

const jobManagerProfilings: Check<"jobManagerProfilings"> = { call: none, status: whereItIs, means: listClaims };

const jobManagerProfilingFile: Check<"jobManagerProfilingFile"> = {
  call: () => ({ params: { filename }, query: {} }),
  status: 404,
  means: () => ({}),
};

const startTaskManagerProfiling: Check<"startTaskManagerProfiling"> = {
  call: (scene) => ({ ...ofTaskManager(scene), body }),
  status: whereItIs,
  means: startClaims,
};

const taskManagerProfilings: Check<"taskManagerProfilings"> = { call: ofTaskManager, status: whereItIs, means: listClaims };

const taskManagerProfilingFile: Check<"taskManagerProfilingFile"> = {
  call: ({ taskmanagerid }) => ({ params: { taskmanagerid, filename }, query: {} }),
  // For a missing file of a TaskManager Flink answers with a server error.
  status: ({ kind }) => (kind === "engine" ? 404 : 500),
  means: () => ({}),
};

function startClaims(run: Profiling, scene: Scene): Claims {
  return {
    "it is the one asked for, and runs": is(run, { ...body, status: "RUNNING" }),
    "it began now, in epoch ms": is(run, { triggerTime: now(scene) }),
  };
}

function listClaims({ profilingList }: ProfilingList): Claims {
  const [newest] = profilingList;
  return {
    "the newest is the one that was begun": is(newest, body),
    "its status is one of Flink's": is(newest, { status: oneOf("RUNNING", "FINISHED", "FAILED") }),
  };
}

/** The rows of this file, in the order of their dependencies. */
export const PROFILING_CHECKS = {
  startJobManagerProfiling,
  jobManagerProfilings,
  jobManagerProfilingFile,
  startTaskManagerProfiling,
  taskManagerProfilings,
  taskManagerProfilingFile,
};
