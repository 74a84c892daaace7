/** The definition of a term that the screen shows on hover. Spread it into `Hint`. */
export type GlossaryEntry = { title: string; text: string };

/** The terms that the screen explains on the overview; JOB_GLOSSARY has the others, which its page need not load. docs/glossary.md explains concepts, and this list explains the values shown. */
export const GLOSSARY = {
  slotsFree: {
    title: "Task slots free",
    text: "A slot is a share of a TaskManager's resources that holds one task of each vertex. New jobs need free slots.",
  },
  taskManagers: {
    title: "TaskManagers",
    text: "Worker processes registered with the JobManager. They run the tasks of the jobs.",
  },
  jobsRunning: {
    title: "Running jobs",
    text: "Jobs that have not reached a final state (FINISHED, CANCELED or FAILED). This includes restarting jobs.",
  },
  jobsFinished: { title: "Finished", text: "Jobs that processed all their input, as long as the JobManager keeps them." },
  jobsCanceled: { title: "Canceled", text: "Jobs that were cancelled, as long as the JobManager keeps them." },
  jobsFailed: { title: "Failed", text: "Jobs that failed and were not restarted, as long as the JobManager keeps them." },
  jobStatus: {
    title: "Status",
    text: "The job's status as the cluster reports it. Flink also reports RUNNING while tasks wait for slots. Drey then shows how many tasks run.",
  },
  tasks: {
    title: "Tasks",
    text: "All subtasks of all vertices, by execution state. PENDING counts operators that the adaptive batch scheduler has not added to the job graph yet.",
  },
  restarts: {
    title: "Restarts",
    text: "How many times the job was restarted since it was submitted (metric numRestarts).",
  },
  checkpointId: {
    title: "Checkpoint",
    text: "Number of the latest completed checkpoint. A checkpoint is a snapshot of the job's state from which a restart resumes.",
  },
  checkpointCompleted: {
    title: "Completed",
    text: "When the last subtask acknowledged the latest completed checkpoint. Highlighted if that was more than two minutes ago and the job has not ended. Failed checkpoints are counted here while none was completed.",
  },
  endToEnd: {
    title: "End to end",
    text: "Time from triggering the latest completed checkpoint to its last acknowledgement (end_to_end_duration).",
  },
  duration: { title: "Duration", text: "Time from the start of the job until now or until its end." },
  blocked: {
    title: "Blocked",
    text: "Flink keeps new tasks away from a blocked TaskManager or slot, because tasks on its machine were slow (speculative execution). Running tasks continue.",
  },
  heartbeat: {
    title: "Heartbeat",
    text: "When the JobManager last received a heartbeat from this TaskManager. It sends heartbeat requests every heartbeat.interval, by default 10 s in Flink.",
  },
  managedMemory: {
    title: "Managed memory",
    text: "Configured memory for state backends, sorting and caching.",
  },
  needsAttention: {
    title: "Needs attention",
    text: "A running job that has a reason in the list below, such as failing checkpoints or HIGH backpressure. Press to list only these jobs.",
  },
  reasons: {
    title: "Reasons",
    text: "The worst reason why a job needs attention, and since when. Jobs are assessed one after the other. A job is “not assessed” as far as something about it could not be read.",
  },
} as const satisfies Record<string, GlossaryEntry>;
