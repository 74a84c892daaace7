import type { GlossaryEntry } from "./glossary.ts";

/** The terms that the screen explains on the pages of a job, of TaskManagers and of applications. See GLOSSARY. */
export const JOB_GLOSSARY = {
  applicationState: {
    title: "Status",
    text: "The application's state as the cluster reports it. An application is RUNNING until its program and all its jobs have ended.",
  },
  applicationJobs: { title: "Jobs", text: "The jobs that the application submitted, by status." },
  applicationDuration: { title: "Duration", text: "Time from the start of the application until now or until its end." },
  dataPort: { title: "Data port", text: "Port on which this TaskManager exchanges records with others." },
  assignedTasks: { title: "Tasks", text: "Tasks in the slots of this TaskManager. Reported since Flink 2.3." },
  slots: { title: "Slots", text: "Used and total slots of this TaskManager, with the job in each." },
  networkMemory: { title: "Network memory", text: "Configured memory for the buffers that carry records between tasks." },
  taskHeap: { title: "Task heap", text: "Configured Java heap for the tasks' objects." },
  jvmHeap: { title: "JVM heap", text: "The most memory that the Java heap of the process may use." },
  physicalMemory: { title: "Physical memory", text: "Memory of the machine, as the TaskManager detected it." },
  busy: {
    title: "Busy",
    text: "Share of the last minute in which a subtask processed records (busyTimeMsPerSecond), of the busiest subtask. Not shown in a task's first seconds, because Flink measures in intervals of 5 s and reports 100 % before the first.",
  },
  backpressured: {
    title: "Backpressured",
    text: "Share of time in which a subtask could not send results because it waited for buffers (backPressuredTimeMsPerSecond), of the worst subtask.",
  },
  backpressureLevel: {
    title: "Level",
    text: "Share of the last minute in which the task was backpressured: OK up to 10 %, LOW up to 50 %, HIGH above.",
  },
  idle: { title: "Idle", text: "Share of time in which a subtask had no records to process (idleTimeMsPerSecond)." },
  recordsInPerSecond: {
    title: "Records in",
    text: "Records per second into all subtasks of the vertex, computed from their counters at two refreshes. Flink refreshes counters every 10 s, the playground every second.",
  },
  recordsOutPerSecond: {
    title: "Records out",
    text: "Records per second out of all subtasks of the vertex, computed from their counters at two refreshes. Flink refreshes counters every 10 s, the playground every second.",
  },
  recordsReceived: { title: "Records received", text: "Records received since the current attempt started." },
  recordsSent: { title: "Records sent", text: "Records sent since the current attempt started." },
  bytesReceived: { title: "Bytes received", text: "Bytes received since the current attempt started." },
  bytesSent: { title: "Bytes sent", text: "Bytes sent since the current attempt started." },
  lowWatermark: {
    title: "Low watermark",
    text: "Lowest input watermark of the subtasks: the event time up to which no more records are expected. Sources have no input. It has ended after the last record.",
  },
  parallelism: { title: "Parallelism", text: "Number of subtasks that share the work of this vertex." },
  maxParallelism: {
    title: "Max parallelism",
    text: "Number of key groups that the state is divided into, and so the highest possible parallelism.",
  },
  attempt: {
    title: "Attempt",
    text: "How many times this subtask was restarted. The first attempt is 0, as in Flink's REST API and logs. Flink's WebUI shows one more.",
  },
  processedData: {
    title: "Processed while aligning",
    text: "Bytes that subtasks processed between their first and last barrier (processed_data).",
  },
  shipStrategy: {
    title: "Ship strategy",
    text: "How records are assigned to subtasks: FORWARD to the same index, HASH by key, REBALANCE round-robin.",
  },
  stateSize: { title: "State", text: "Size of the full state in this checkpoint (state_size)." },
  checkpointedSize: {
    title: "Checkpointed size",
    text: "Bytes that this checkpoint wrote (checkpointed_size). With incremental checkpoints this is less than the full size.",
  },
  fullSize: { title: "Full size", text: "Bytes of all state that the checkpoint refers to (state_size)." },
  inFlightData: {
    title: "Processed (persisted)",
    text: "Bytes that subtasks processed between their first and last barrier (processed_data), and in parentheses the in-flight bytes that an unaligned checkpoint stored (persisted_data).",
  },
  persistedData: {
    title: "Persisted in-flight data",
    text: "In-flight bytes stored with the checkpoint (persisted_data). 0 with aligned barriers.",
  },
  checkpointEndToEnd: {
    title: "End to end duration",
    text: "Time from the trigger of the checkpoint to its last acknowledgement (end_to_end_duration). A failed one has the time until its failure.",
  },
  startDelay: { title: "Start delay", text: "Time from triggering the checkpoint until the first barrier reached the subtask." },
  alignment: {
    title: "Alignment",
    text: "Time from the first to the last barrier of a subtask's inputs. With aligned barriers, inputs whose barrier has arrived wait.",
  },
  syncDuration: { title: "Sync duration", text: "Time in which the subtask pauses processing to take its snapshot." },
  asyncDuration: { title: "Async duration", text: "Time in which the snapshot is written while the subtask keeps processing." },
  snapshot: {
    title: "Snapshot",
    text: "Longest sync and async duration of the subtasks. Processing pauses during the sync part and continues during the async part.",
  },
  dataSkew: {
    title: "Data skew",
    text: "How unevenly the subtasks of a vertex share its records: their mean distance from the average of numRecordsIn, in percent of that average. 0 % is even, 100 % the highest value.",
  },
  lag: { title: "Lag", text: "Records in the topic that the job has not read yet." },
  taskManagerOfSubtask: { title: "TaskManager", text: "The TaskManager in whose slot the subtask runs." },
} as const satisfies Record<string, GlossaryEntry>;
