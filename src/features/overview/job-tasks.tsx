import type { ReactNode } from "react";

import { formatCount } from "../../domain/units.ts";
import { TaskCounts } from "../../ui/state-badge.tsx";
import type { JobRow } from "./jobs-model.ts";

/** The tasks of a job by state, their total if they are in several states, and operators without tasks so far. */
export function JobTasks({ row, showsBar }: { row: JobRow; showsBar: boolean }): ReactNode {
  const { tasks, pendingOperators } = row.totals;
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      <TaskCounts counts={row.tasks} showsBar={showsBar} />
      {row.tasks.length > 1 && <span className={WORDS}>{formatCount(tasks)} TOTAL</span>}
      {pendingOperators > 0 && <span className={WORDS}>{formatCount(pendingOperators)} PENDING</span>}
    </span>
  );
}

const WORDS = "text-label font-semibold tracking-[0.02em] whitespace-nowrap text-fg-2";
