import type { ReactNode } from "react";
import { useFact } from "../../client/use-client.tsx";

import { formatCount, formatCounted } from "../../domain/units.ts";
import { taskManagersOptions } from "../../observe/task-managers.ts";
import { taskManagerRow, taskManagerTotals } from "./task-managers-model.ts";

/** For the bar: the number of TaskManagers and their slots. */
export function TaskManagersFacts(): ReactNode {
  const infos = useFact(taskManagersOptions).data?.taskmanagers;
  if (infos === undefined) return null;
  const totals = taskManagerTotals(infos.map(taskManagerRow));
  const blocked = infos.filter((info) => info.blocked === true).length;
  return (
    <>
      <span>
        <b>{formatCount(totals.count)}</b> registered{blocked > 0 && `, ${formatCount(blocked)} blocked`}
      </span>
      <span>
        <b>{formatCount(totals.freeSlotCount)}</b> of {formatCounted(totals.slotCount, "slot")} free
      </span>
    </>
  );
}
