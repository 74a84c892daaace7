import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatCount } from "../../domain/units.ts";
import { TaskCounts } from "../../ui/state-badge.tsx";
import type { JobRow } from "./jobs-model.ts";

/** The tasks of a job by state, their total if they are in several states, and operators without tasks so far. */
export function JobTasks({ row, showsBar }: { row: JobRow; showsBar: boolean }): ReactNode {
  const { tasks, pendingOperators } = row.totals;
  return (
    <span className="inline-flex items-center gap-2 align-middle" title={inWords(row)}>
      <TaskCounts counts={row.tasks} showsBar={showsBar} />
      {row.tasks.length > 1 && <span className={WORDS}>{formatCount(tasks)} TOTAL</span>}
      {pendingOperators > 0 && <span className={WORDS}>{formatCount(pendingOperators)} PENDING</span>}
    </span>
  );
}

/** All of it, for a column that is too narrow. */
function inWords({ tasks, totals }: JobRow): string {
  const counts = tasks.map(({ count, word }) => `${count} ${word}`);
  const total = counts.length > 1 ? [`${formatCount(totals.tasks)} TOTAL`] : [];
  const pending = totals.pendingOperators > 0 ? [`${formatCount(totals.pendingOperators)} PENDING`] : [];
  return visibleText([...counts, ...total, ...pending].join(", "));
}

const WORDS = "text-label font-semibold tracking-[0.02em] whitespace-nowrap text-fg-2";
