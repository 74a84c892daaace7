import type { ReasonKind, TriageSource } from "./assessment.ts";

/** What each kind is called, and the source that it is read from. */
export const REASON_FACTS = {
  "restart-loop": { name: "Restart loop", source: "exceptions" },
  "not-running": { name: "Restarting or failing", source: "job" },
  "tasks-waiting": { name: "Tasks not running", source: "job" },
  "checkpoints-failing": { name: "Checkpoints failing", source: "checkpoints" },
  "checkpoints-overdue": { name: "Checkpoint overdue", source: "checkpoints" },
  backpressure: { name: "Backpressure HIGH", source: "load" },
  "lag-growing": { name: "Lag growing", source: "lag" },
  "subtask-skew": { name: "One subtask busiest", source: "load" },
  "recent-failures": { name: "Recent failures", source: "exceptions" },
} as const satisfies Record<ReasonKind, { name: string; source: TriageSource }>;
