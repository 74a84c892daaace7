// The cluster as a whole: overview, configuration, JobManager, TaskManagers.
import type { LogList } from "../../../src/rest/logs.ts";
import type { TaskManagerInfo } from "../../../src/rest/taskmanagers.ts";
import type { ThreadDump } from "../../../src/rest/threads.ts";
import type { Check, Claims } from "../check.ts";
import { isRecent } from "../claims.ts";
import type { Scene } from "../scene.ts";

const none = () => ({ params: {}, query: {} });
const ofTaskManager = ({ taskmanagerid }: Scene) => ({ params: { taskmanagerid }, query: {} });

const QUARTER_HOUR_MS = 900_000;
const MIB = 1024 * 1024;

export const overview: Check<"overview"> = {
  call: none,
  eventually: (reply) => ({
    "one TaskManager with two slots, both taken: the vertices of a job share them":
      reply.taskmanagers === 1 && reply["slots-total"] === 2 && reply["slots-available"] === 0,
  }),
  means: (reply, { backend }) => ({
    "one job runs, none has finished or failed": reply["jobs-running"] === 1 && reply["jobs-finished"] + reply["jobs-failed"] === 0,
    "the version is the one it claims to speak": reply["flink-version"].startsWith(`${backend.version}.`),
  }),
};

export const config: Check<"config"> = {
  call: none,
  means: (reply, { backend }) => ({
    "the refresh interval is in ms": reply["refresh-interval"] >= 1_000,
    "the offset of the time zone is in ms": reply["timezone-offset"] % QUARTER_HOUR_MS === 0,
    "the revision is a commit and its date; the engine has none":
      backend.kind === "engine" || /^\w+ @ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(reply["flink-revision"]),
    "programs may be submitted and jobs canceled": reply.features["web-submit"] && reply.features["web-cancel"],
    "it is no history server": !reply.features["web-history"],
  }),
};

function taskManagerClaims(reply: TaskManagerInfo, { backend, taskmanagerid }: Scene): Claims {
  const { totalResource, memoryConfiguration } = reply;
  const taskHeap = memoryConfiguration.taskHeap ?? undefined;
  return {
    "it has its id": reply.id === taskmanagerid,
    "the last heartbeat is a time, not a span, whatever its name says": isRecent(reply.timeSinceLastHeartbeat, backend),
    "the JMX port is -1: there is none": reply.jmxPort === -1,
    "profiles are in MiB, the memory configuration in bytes; both unknown if nobody measures":
      taskHeap === undefined ? totalResource.taskHeapMemory === -1 : totalResource.taskHeapMemory === Math.floor(taskHeap / MIB),
    "the hardware's memory is in bytes, or -1": reply.hardware.physicalMemory === -1 || reply.hardware.physicalMemory > 64 * MIB,
  };
}

/** What a TaskManager reports with its heartbeats. */
function reportedClaims(reply: TaskManagerInfo | undefined, { backend }: Scene): Claims {
  return {
    "two slots, none free": reply?.slotsNumber === 2 && reply.freeSlots === 0,
    "2.x counts its tasks": backend.version === "1.20" ? reply?.assignedTasks === undefined : reply?.assignedTasks === 8,
  };
}

export const taskManagers: Check<"taskManagers"> = {
  call: none,
  eventually: ({ taskmanagers: [first] }, scene) => reportedClaims(first, scene),
  means: ({ taskmanagers: [first, ...others] }, scene) => ({
    "one is registered": first !== undefined && others.length === 0,
    ...(first === undefined ? {} : taskManagerClaims(first, scene)),
  }),
};

export const taskManager: Check<"taskManager"> = {
  call: ofTaskManager,
  eventually: (reply, scene) => ({
    ...reportedClaims(reply, scene),
    "both slots are the job's": reply.allocatedSlots.length === 2 && reply.allocatedSlots.every(({ jobId }) => jobId === scene.jobid),
    "segments of network memory add up":
      reply.metrics.nettyShuffleMemorySegmentsTotal ===
      (reply.metrics.nettyShuffleMemorySegmentsAvailable ?? 0) + (reply.metrics.nettyShuffleMemorySegmentsUsed ?? 0),
  }),
  means: taskManagerClaims,
};

export const taskManagerLogs: Check<"taskManagerLogs"> = {
  call: ofTaskManager,
  means: logListClaims,
};

export const taskManagerLog: Check<"taskManagerLog"> = {
  call: ofTaskManager,
  means: (reply) => ({ "it tells of tasks in lines of text": reply.includes("switched from INITIALIZING to RUNNING.\n") }),
};

export const taskManagerStdout: Check<"taskManagerStdout"> = { call: ofTaskManager, means: () => ({}) };

export const taskManagerLogFile: Check<"taskManagerLogFile"> = {
  call: ({ taskmanagerid, logFile }) => ({ params: { taskmanagerid, filename: logFile }, query: {} }),
  means: (reply) => ({ "it has lines": reply.endsWith("\n") }),
};

export const taskManagerThreadDump: Check<"taskManagerThreadDump"> = {
  call: ofTaskManager,
  means: (reply) => ({
    ...threadClaims(reply),
    "each task is found by its name, subtask and attempt": ["(1/2)#0", "(2/2)#0"].every((task) =>
      reply.threadInfos.some(({ threadName }) => threadName.endsWith(`ClickEvent Counter ${task}`)),
    ),
  }),
};

export const jobManagerConfig: Check<"jobManagerConfig"> = {
  call: none,
  means: (reply) => {
    const value = (key: string) => reply.find((entry) => entry.key === key)?.value;
    return {
      "keys are Flink's and values are texts as they were set":
        value("taskmanager.numberOfTaskSlots") === "2" && value("parallelism.default") === "2" && value("heartbeat.timeout") !== undefined,
      "each key is there once": new Set(reply.map(({ key }) => key)).size === reply.length,
    };
  },
};

export const jobManagerEnvironment: Check<"jobManagerEnvironment"> = {
  call: none,
  means: ({ jvm }) => ({ "it says what it runs on": jvm.version !== "" }),
};

export const jobManagerLogs: Check<"jobManagerLogs"> = {
  call: none,
  means: logListClaims,
};

export const jobManagerLog: Check<"jobManagerLog"> = {
  call: none,
  means: (reply) => ({ "it tells of the job in lines of text": reply.includes("Click Event Count") && reply.includes("\n") }),
};

export const jobManagerStdout: Check<"jobManagerStdout"> = { call: none, means: () => ({}) };

export const jobManagerLogFile: Check<"jobManagerLogFile"> = {
  call: ({ logFile }) => ({ params: { filename: logFile }, query: {} }),
  means: (reply) => ({ "it has lines": reply.endsWith("\n") }),
};

export const jobManagerThreadDump: Check<"jobManagerThreadDump"> = { call: none, means: threadClaims };

/** Writes down the name of a file that has something in it. */
function logListClaims({ logs }: LogList, scene: Scene): Claims {
  scene.logFile = logs.find(({ size }) => size > 0)?.name ?? "";
  return {
    "there is one with something in it": scene.logFile !== "",
    "sizes are in bytes and times in epoch ms": logs.every(({ size, mtime }) => size >= 0 && isRecent(mtime, scene.backend)),
  };
}

function threadClaims({ threadInfos }: ThreadDump): Claims {
  return {
    "each thread's text begins with its name in quotes, its state behind it, and ends with an empty line": threadInfos.every(
      ({ threadName, stringifiedThreadInfo: text }) =>
        text.startsWith(`"${threadName}" `) && /^".*" .*\b(RUNNABLE|WAITING|TIMED_WAITING|BLOCKED)\b/.test(text) && text.endsWith("\n\n"),
    ),
    "one of them shows where it is": threadInfos.some(({ stringifiedThreadInfo }) => /\n\tat .+\(.+\)\n/.test(stringifiedThreadInfo)),
  };
}
