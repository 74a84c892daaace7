import type { ReactNode } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import type { TaskManagerPlace } from "./subtasks-model.ts";

/** A link to a TaskManager's page. */
export function TaskManagerLink({ taskManager }: { taskManager: TaskManagerPlace | undefined }): ReactNode {
  if (taskManager === undefined) return <span className="text-fg-3">no slot</span>;
  return (
    <Link className="mono" to={`/task-manager/${urlPart(taskManager.id)}`} title={nameAndId(taskManager)}>
      {visibleText(taskManager.name)}
    </Link>
  );
}

/** The cell may cut the name, and the id is not in it. */
function nameAndId({ name, id }: TaskManagerPlace): string {
  return visibleText(name === id ? id : `${name}, ${id}`);
}

/** A link to a TaskManager's log. */
export function LogLink({ taskManager }: { taskManager: TaskManagerPlace | undefined }): ReactNode {
  if (taskManager === undefined) return null;
  return <Link to={`/task-manager/${urlPart(taskManager.id)}/logs`}>Log</Link>;
}
