import { type ReactNode } from "react";

import { TaskManagersFacts } from "../features/task-managers/task-managers-facts.tsx";
import { TaskManagersTable } from "../features/task-managers/task-managers-table.tsx";
import { BarContent } from "../ui/bar-slot.tsx";
import { useAddressParts } from "./address-parts.ts";
import { ShowRequests } from "./show-requests.tsx";

/** `#/task-manager`, and `#/task-manager/:taskManagerId/…`, which highlights it in the list. */
export function TaskManagersPage(): ReactNode {
  const [, taskManagerId] = useAddressParts();
  return (
    <div className="h-full overflow-auto bg-surface">
      <BarContent title="TaskManagers" actions={<ShowRequests of="TaskManagers" calls={CALLS} />} facts={<TaskManagersFacts />} />
      <TaskManagersTable selectedId={taskManagerId} />
    </div>
  );
}

const CALLS = ["taskManagers", "taskManager"] as const;
