// The cluster as a whole: overview, configuration, JobManager, TaskManagers.
import type { LogList } from "../../../src/rest/logs.ts";
import type { TaskManagerInfo } from "../../../src/rest/taskmanagers.ts";
import type { ThreadDump } from "../../../src/rest/threads.ts";
import type { Check } from "../check.ts";
import {
  atLeast,
  both,
  type Claims,
  each,
  endingWith,
  including,
  is,
  matching,
  moreThan,
  ofEach,
  ONCE_EACH,
  otherThan,
  PRESENT,
  recent,
  some,
  startingWith,
} from "../claims.ts";
import type { Scene } from "../scene.ts";

const none = () => ({ params: {}, query: {} });
const ofJob = ({ jobid }: Scene) => ({ params: { jobid }, query: {} });
const ofTaskManager = ({ taskmanagerid }: Scene) => ({ params: { taskmanagerid }, query: {} });

const QUARTER_HOUR_MS = 900_000;
const MIB = 1024 * 1024;

const overview: Check<"overview"> = {
  call: none,
  eventually: (reply) => ({
    "one TaskManager with two slots, both taken: the vertices of a job share them": is(reply, {
      taskmanagers: 1,
      "slots-total": 2,
      "slots-available": 0,
    }),
  }),
  means: (reply, { backend }) => ({
    "one job runs, none has finished or failed": is(reply, { "jobs-running": 1, "jobs-finished": 0, "jobs-failed": 0 }),
    "the version is the one it claims to speak": is(reply, { "flink-version": startingWith(`${backend.version}.`) }),
  }),
};

const config: Check<"config"> = {
  call: none,
  means: (reply, { backend }) => ({
    "the refresh interval is in ms": is(reply, { "refresh-interval": atLeast(1_000) }),
    "the offset of the time zone is in ms": is(
      { "timezone-offset modulo a quarter of an hour": Math.abs(reply["timezone-offset"] % QUARTER_HOUR_MS) },
      { "timezone-offset modulo a quarter of an hour": 0 },
    ),
    "the revision is a commit and its date; the engine has none":
      backend.kind === "engine" ? [] : is(reply, { "flink-revision": matching(/^\w+ @ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/) }),
    "programs may be submitted and jobs canceled": is(reply, { features: { "web-submit": true, "web-cancel": true } }),
    "it is not a history server": is(reply, { features: { "web-history": false } }),
  }),
};

function taskManagerClaims(reply: TaskManagerInfo, { backend, taskmanagerid }: Scene): Claims {
  const { totalResource, memoryConfiguration } = reply;
  const taskHeap = memoryConfiguration.taskHeap ?? undefined;
  return {
    "it has its id": is(reply, { id: taskmanagerid }),
    "the last heartbeat is a time, not a span, whatever its name says": is(reply, { timeSinceLastHeartbeat: recent(backend) }),
    "the JMX port is -1: there is none": is(reply, { jmxPort: -1 }),
    "profiles are in MiB, the memory configuration in bytes; both unknown if not measured": is(totalResource, {
      taskHeapMemory: taskHeap === undefined ? -1 : Math.floor(taskHeap / MIB),
    }),
    "the hardware's memory is in bytes, or -1": is(reply.hardware, {
      physicalMemory: reply.hardware.physicalMemory === -1 ? -1 : moreThan(64 * MIB),
    }),
  };
}

/** The data in a TaskManager's heartbeats. */
function reportedClaims(reply: TaskManagerInfo | undefined, { backend }: Scene): Claims {
  return {
    "two slots, none free": is(reply, { slotsNumber: 2, freeSlots: 0 }),
    "2.x counts its tasks": is(reply?.assignedTasks, backend.version === "1.20" ? undefined : 8),
  };
}

const taskManagers: Check<"taskManagers"> = {
  call: none,
  eventually: ({ taskmanagers: [first] }, scene) => reportedClaims(first, scene),
  means: ({ taskmanagers }, scene) => ({
    "one is registered": is(taskmanagers, [{}]),
    ...ofEach(taskmanagers.slice(0, 1), (first) => taskManagerClaims(first, scene)),
  }),
};

const taskManager: Check<"taskManager"> = {
  call: ofTaskManager,
  eventually: (reply, scene) => ({
    ...reportedClaims(reply, scene),
    "both slots are the job's": is(reply, { allocatedSlots: [{ jobId: scene.jobid }, { jobId: scene.jobid }] }),
    "segments of network memory add up": is(reply.metrics, {
      nettyShuffleMemorySegmentsTotal:
        (reply.metrics.nettyShuffleMemorySegmentsAvailable ?? 0) + (reply.metrics.nettyShuffleMemorySegmentsUsed ?? 0),
    }),
  }),
  means: taskManagerClaims,
};

const taskManagerLogs: Check<"taskManagerLogs"> = {
  call: ofTaskManager,
  means: logListClaims,
};

const taskManagerLog: Check<"taskManagerLog"> = {
  call: ofTaskManager,
  means: (reply) => ({ "it tells of tasks in lines of text": is(reply, including("switched from INITIALIZING to RUNNING.\n")) }),
};

const taskManagerStdout: Check<"taskManagerStdout"> = { call: ofTaskManager, means: () => ({}) };

const taskManagerLogFile: Check<"taskManagerLogFile"> = {
  call: ({ taskmanagerid, logFile }) => ({ params: { taskmanagerid, filename: logFile }, query: {} }),
  means: (reply) => ({ "it has lines": is(reply, endingWith("\n")) }),
};

const taskManagerThreadDump: Check<"taskManagerThreadDump"> = {
  call: ofTaskManager,
  means: (reply) => ({
    ...threadClaims(reply),
    "each task is found by its name, subtask and attempt": both(
      ...["(1/2)#0", "(2/2)#0"].map((task) => is(reply.threadInfos, some({ threadName: endingWith(`ClickEvent Counter ${task}`) }))),
    ),
  }),
};

const jobManagerConfig: Check<"jobManagerConfig"> = {
  call: none,
  means: (reply) => {
    const value = (key: string) => reply.find((entry) => entry.key === key)?.value;
    return {
      "keys are Flink's and values are texts as they were set": is(
        Object.fromEntries(["taskmanager.numberOfTaskSlots", "parallelism.default", "heartbeat.timeout"].map((key) => [key, value(key)])),
        { "taskmanager.numberOfTaskSlots": "2", "parallelism.default": "2", "heartbeat.timeout": PRESENT },
      ),
      "each key is there once": is(
        reply.map(({ key }) => key),
        ONCE_EACH,
      ),
    };
  },
};

const jobManagerEnvironment: Check<"jobManagerEnvironment"> = {
  call: none,
  means: ({ jvm }) => ({ "it says what it runs on": is(jvm, { version: otherThan("") }) }),
};

const jobManagerConfigOfJob: Check<"jobManagerConfigOfJob"> = {
  call: ofJob,
  means: (reply) => ({ "it is the JobManager's": is(reply, some({ key: "parallelism.default", value: "2" })) }),
};

const jobManagerEnvironmentOfJob: Check<"jobManagerEnvironmentOfJob"> = {
  call: ofJob,
  means: ({ jvm }) => ({ "it says what it runs on": is(jvm, { version: otherThan("") }) }),
};

const jobManagerLogUrl: Check<"jobManagerLogUrl"> = {
  call: ofJob,
  means: (reply) => ({ "it is a page of Flink's WebUI": is(reply, { url: endingWith("/#/job-manager/logs") }) }),
};

const taskManagerLogUrl: Check<"taskManagerLogUrl"> = {
  call: ({ jobid, taskmanagerid }) => ({ params: { jobid, taskmanagerid }, query: {} }),
  means: (reply, { taskmanagerid }) => ({
    "it is a page of Flink's WebUI": is(reply, { url: endingWith(`/#/task-manager/${taskmanagerid}/logs`) }),
  }),
};

const jobManagerLogs: Check<"jobManagerLogs"> = {
  call: none,
  means: logListClaims,
};

const jobManagerLog: Check<"jobManagerLog"> = {
  call: none,
  means: (reply) => ({
    "it tells of the job in lines of text": both(is(reply, including("Click Event Count")), is(reply, including("\n"))),
  }),
};

const jobManagerStdout: Check<"jobManagerStdout"> = { call: none, means: () => ({}) };

const jobManagerLogFile: Check<"jobManagerLogFile"> = {
  call: ({ logFile }) => ({ params: { filename: logFile }, query: {} }),
  means: (reply) => ({ "it has lines": is(reply, endingWith("\n")) }),
};

const jobManagerThreadDump: Check<"jobManagerThreadDump"> = { call: none, means: threadClaims };

/** Stores the name of a file that is not empty. */
function logListClaims({ logs }: LogList, scene: Scene): Claims {
  scene.logFile = logs.find(({ size }) => size > 0)?.name ?? "";
  return {
    "there is one with something in it": is(logs, some({ size: moreThan(0), name: otherThan("") })),
    "sizes are in bytes and times in epoch ms": is(logs, each({ size: atLeast(0), mtime: recent(scene.backend) })),
  };
}

function threadClaims({ threadInfos }: ThreadDump): Claims {
  return {
    ...ofEach(threadInfos, ({ threadName, stringifiedThreadInfo: text }) => ({
      "each thread's text begins with its name in quotes, its state behind it, and ends with an empty line": both(
        is(text, startingWith(`"${threadName}" `)),
        is(text, matching(/^".*" .*\b(RUNNABLE|WAITING|TIMED_WAITING|BLOCKED)\b/)),
        is(text, endingWith("\n\n")),
      ),
    })),
    "one of them shows where it is": is(threadInfos, some({ stringifiedThreadInfo: matching(/\n\tat .+\(.+\)\n/) })),
  };
}

/** The rows of this file, in the order of their dependencies. */
export const CLUSTER_CHECKS = {
  overview,
  config,
  taskManagers,
  taskManager,
  taskManagerLogs,
  taskManagerLog,
  taskManagerStdout,
  taskManagerLogFile,
  taskManagerThreadDump,
  jobManagerConfig,
  jobManagerEnvironment,
  jobManagerConfigOfJob,
  jobManagerEnvironmentOfJob,
  jobManagerLogUrl,
  taskManagerLogUrl,
  jobManagerLogs,
  jobManagerLog,
  jobManagerStdout,
  jobManagerLogFile,
  jobManagerThreadDump,
};
