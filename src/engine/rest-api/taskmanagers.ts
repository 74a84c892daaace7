// TaskManagers. Flink: TaskManagersHandler, TaskManagerDetailsHandler. There is no JVM here: its figures are absent where the reply allows
// that, and -1 where it does not, which is what Flink itself writes for a resource that is not known.

import type { ResourceProfile, TaskManager, TaskManagerInfo, TaskManagers } from "../../rest/taskmanagers.ts";
import type { ThreadDump } from "../../rest/threads.ts";
import type { JobManagerView, TaskManagerView } from "../jobmanager/jobmanager-view.ts";
import { type Handlers, ok } from "./handler.ts";
import { type RestError, serverError } from "./rest-error.ts";

const NOT_MEASURED = -1;

/** `GET /taskmanagers`. */
function taskManagers(view: JobManagerView): TaskManagers {
  return { taskmanagers: view.taskManagers.map(taskManagerInfo) };
}

/** `GET /taskmanagers/:taskmanagerid`. */
function taskManagerDetails(view: JobManagerView, taskManager: TaskManagerView): TaskManager {
  view.metrics.update();
  const values = view.metrics.taskManager(taskManager.taskManagerId);
  const shuffle = (metric: string): number | undefined => {
    const value = values?.[`Status.Shuffle.Netty.${metric}`];
    return value === undefined ? undefined : Number(value);
  };
  return {
    ...taskManagerInfo(taskManager),
    allocatedSlots: taskManager.slots.flatMap((slot) =>
      slot.jobId === undefined ? [] : [{ jobId: slot.jobId, resource: resource(1), assignedTasks: slot.assignedTasks }],
    ),
    metrics: {
      ...present("nettyShuffleMemorySegmentsAvailable", shuffle("AvailableMemorySegments")),
      ...present("nettyShuffleMemorySegmentsUsed", shuffle("UsedMemorySegments")),
      ...present("nettyShuffleMemorySegmentsTotal", shuffle("TotalMemorySegments")),
      ...present("nettyShuffleMemoryAvailable", shuffle("AvailableMemory")),
      ...present("nettyShuffleMemoryUsed", shuffle("UsedMemory")),
      ...present("nettyShuffleMemoryTotal", shuffle("TotalMemory")),
      garbageCollectors: [],
    },
  };
}

function present<Name extends string>(name: Name, value: number | undefined): { readonly [key in Name]?: number } {
  // A computed key widens to string; it is `name`.
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: number };
}

/** The TaskManager of a path, or 500: that is how Flink answers for one it does not know. */
export function findTaskManager(view: JobManagerView, taskManagerId: string): TaskManagerView {
  const taskManager = view.taskManager(taskManagerId);
  if (taskManager === undefined) throw unknownTaskManager(taskManagerId);
  return taskManager;
}

/** See {@link findTaskManager}. */
export function unknownTaskManager(taskManagerId: string): RestError {
  return serverError(
    "org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException",
    `No TaskExecutor registered under ${taskManagerId}.`,
  );
}

/** `GET /taskmanagers/:taskmanagerid/thread-dump`, or 500 if there is no such TaskManager or it is gone before it has answered. */
async function taskManagerThreadDump(view: JobManagerView, taskManagerId: string): Promise<ThreadDump> {
  findTaskManager(view, taskManagerId);
  const threads = await view.taskManagerThreads(taskManagerId);
  if (threads === undefined) throw unknownTaskManager(taskManagerId);
  return { threadInfos: [...threads] };
}

function taskManagerInfo(taskManager: TaskManagerView): TaskManagerInfo {
  return {
    id: taskManager.taskManagerId,
    path: taskManager.rpcAddress,
    dataPort: taskManager.dataPort,
    jmxPort: -1,
    timeSinceLastHeartbeat: taskManager.lastHeartbeat,
    slotsNumber: taskManager.slots.length,
    freeSlots: taskManager.freeSlots,
    assignedTasks: taskManager.assignedTasks,
    totalResource: resource(taskManager.slots.length),
    freeResource: resource(taskManager.freeSlots),
    hardware: {
      cpuCores: NOT_MEASURED,
      physicalMemory: NOT_MEASURED,
      freeMemory: NOT_MEASURED,
      managedMemory: NOT_MEASURED,
    },
    memoryConfiguration: {
      frameworkHeap: null,
      taskHeap: null,
      frameworkOffHeap: null,
      taskOffHeap: null,
      networkMemory: null,
      managedMemory: null,
      jvmMetaspace: null,
      jvmOverhead: null,
      totalFlinkMemory: null,
      totalProcessMemory: null,
    },
  };
}

/** CPU cores are what Flink counts unless configured: one a slot. */
function resource(slots: number): ResourceProfile {
  return {
    cpuCores: slots,
    taskHeapMemory: NOT_MEASURED,
    taskOffHeapMemory: NOT_MEASURED,
    managedMemory: NOT_MEASURED,
    networkMemory: NOT_MEASURED,
    extendedResources: {},
  };
}

/** The calls of this file. */
export const taskManagerHandlers = {
  taskManagers: ({ view }) => ok(taskManagers(view)),
  taskManager: ({ view, params }) => ok(taskManagerDetails(view, findTaskManager(view, params.taskmanagerid))),
  taskManagerThreadDump: ({ view, params }) => taskManagerThreadDump(view, params.taskmanagerid).then(ok),
} satisfies Partial<Handlers>;
