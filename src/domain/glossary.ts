/** A term and what it means: definition, unit, how often it is renewed. Spread it into `Hint`. */
export type GlossaryEntry = { title: string; text: string };

/**
 * What a reader finds on hover. "The metrics' interval" is `metrics.fetcher.update-interval`: 10 s in Flink unless
 * configured otherwise, 1 s in the browser engine.
 */
export const GLOSSARY = {
  slotsFree: {
    title: "Task slots free",
    text: "A slot is a TaskManager's room for one task of each vertex. Free ones can take a job. Counted by the JobManager at each reply.",
  },
  taskManagers: {
    title: "TaskManagers",
    text: "Worker processes that are registered at the JobManager now. Their tasks do the work of the jobs.",
  },
  jobsRunning: {
    title: "Running jobs",
    text: "Jobs that are not over: everything but FINISHED, CANCELED and FAILED. Flink counts a restarting job here too.",
  },
  jobsFinished: { title: "Finished", text: "Jobs whose tasks all came to their end, as long as the JobManager remembers them." },
  jobsCanceled: { title: "Canceled", text: "Jobs that were ended on request, as long as the JobManager remembers them." },
  jobsFailed: { title: "Failed", text: "Jobs that an error ended for good, as long as the JobManager remembers them." },
  jobStatus: {
    title: "Status",
    text: "The job's status as the cluster reports it. A job is RUNNING for Flink also while its tasks wait for slots; then we say how many run.",
  },
  tasks: { title: "Tasks", text: "All subtasks of all vertices, by execution state." },
  restarts: {
    title: "Restarts",
    text: "How often the job was started again since it was submitted (metric numRestarts). Renewed at the metrics' interval.",
  },
  checkpointId: {
    title: "Checkpoint",
    text: "The number of the latest completed checkpoint: a snapshot of the whole job's state that a restart goes back to.",
  },
  checkpointCompleted: {
    title: "Completed",
    text: "When the last subtask acknowledged the latest completed checkpoint. Marked when that is more than two minutes ago and the job is not over.",
  },
  checkpointDuration: {
    title: "Took",
    text: "From triggering the latest completed checkpoint to the last acknowledgement (end_to_end_duration).",
  },
  duration: { title: "Duration", text: "From the start of the job until now, or until its end." },
  heartbeat: {
    title: "Heartbeat",
    text: "When the JobManager last heard of this TaskManager. It asks every heartbeat.interval, 10 s in Flink unless configured otherwise.",
  },
  dataPort: { title: "Data port", text: "The port over which TaskManagers exchange records." },
  assignedTasks: { title: "Tasks", text: "Tasks that sit in the slots of this TaskManager. Counted since Flink 2.3." },
  slots: { title: "Slots", text: "Taken and all slots of this TaskManager, with the job that sits in each." },
  managedMemory: {
    title: "Managed memory",
    text: "Memory that Flink gives to state backends, sorting and caching, from the TaskManager's configuration.",
  },
  networkMemory: { title: "Network memory", text: "Buffers for records between tasks, from the TaskManager's configuration." },
  taskHeap: { title: "Task heap", text: "Java heap for the tasks' own objects, from the TaskManager's configuration." },
  physicalMemory: { title: "Physical memory", text: "Memory of the machine, as the TaskManager found it." },
  busy: {
    title: "Busy",
    text: "Share of the last minute in which a subtask processed records (busyTimeMsPerSecond); of several subtasks the busiest. No data yet in a task's first seconds: Flink measures in slices of 5 s and reports 100 % before the first. Renewed at the metrics' interval.",
  },
  backpressured: {
    title: "Backpressured",
    text: "Share of time in which a subtask had a result but no room below to send it to (backPressuredTimeMsPerSecond); of several subtasks the worst.",
  },
  idle: { title: "Idle", text: "Share of time in which a subtask had nothing to do (idleTimeMsPerSecond)." },
  recordsInPerSecond: {
    title: "Records in",
    text: "Records per second into all subtasks of the vertex: the difference of their counters between two refreshes, divided by the time between. Counters are refreshed every 10 s on Flink, every second here.",
  },
  recordsOutPerSecond: {
    title: "Records out",
    text: "Records per second out of all subtasks of the vertex: the difference of their counters between two refreshes, divided by the time between. Counters are refreshed every 10 s on Flink, every second here.",
  },
  recordsReceived: { title: "Records received", text: "Records that came in since the current attempt started." },
  recordsSent: { title: "Records sent", text: "Records that went out since the current attempt started." },
  bytesReceived: { title: "Bytes received", text: "Bytes that came in since the current attempt started." },
  bytesSent: { title: "Bytes sent", text: "Bytes that went out since the current attempt started." },
  lowWatermark: {
    title: "Low watermark",
    text: "The lowest of the subtasks' input watermarks: no record older than this is expected any more. A source has no input.",
  },
  parallelism: { title: "Parallelism", text: "How many subtasks share the work of this vertex." },
  maxParallelism: {
    title: "Max parallelism",
    text: "Into how many key groups the state is divided: the most subtasks it can be spread over.",
  },
  attempt: { title: "Attempt", text: "How often this subtask was started again; the first attempt is 0." },
  shipStrategy: {
    title: "Ship strategy",
    text: "How records find their subtask: FORWARD stays in its lane, HASH goes by key, REBALANCE in turn.",
  },
  stateSize: { title: "State", text: "Size of the full state in this checkpoint (state_size)." },
  checkpointedSize: { title: "Checkpointed", text: "Bytes that this checkpoint wrote anew (checkpointed_size)." },
  startDelay: { title: "Start delay", text: "From triggering the checkpoint until the first barrier reached the subtask." },
  alignment: { title: "Alignment", text: "From the first to the last barrier of a subtask's inputs; meanwhile the early ones wait." },
  syncDuration: { title: "Sync", text: "The part of the snapshot during which the subtask stood still." },
  asyncDuration: { title: "Async", text: "The part of the snapshot that was written while the subtask went on." },
  barrier: {
    title: "Barrier",
    text: "A mark in the stream of records. What stands before it belongs to the checkpoint, what stands behind it does not.",
  },
  lag: { title: "Lag", text: "Records in the topic that no committed offset has passed." },
  slotSharing: { title: "Slot", text: "One task of each vertex may sit in the same slot." },
} as const satisfies Record<string, GlossaryEntry>;

/** A term of the glossary. */
export type GlossaryTerm = keyof typeof GLOSSARY;
