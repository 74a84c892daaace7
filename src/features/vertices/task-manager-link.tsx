import type { ReactNode } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { webAddress } from "../../client/web-address.ts";
import { taskManagerLogUrlOptions } from "../../observe/jobs.ts";
import { Hint } from "../../ui/hint.tsx";
import { UnknownValue } from "../../ui/query-region.tsx";
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

/**
 * A link to a TaskManager's log: its page here, or the address that a History Server has for it, which is the cluster's text.
 */
export function LogLink({ jobId, taskManager }: { jobId: string; taskManager: TaskManagerPlace | undefined }): ReactNode {
  const isHistoryServer = useIsHistoryServer();
  if (taskManager === undefined) return null;
  if (isHistoryServer) return <ArchivedLogLink jobId={jobId} id={taskManager.id} />;
  return <Link to={`/task-manager/${urlPart(taskManager.id)}/logs`}>Log</Link>;
}

function ArchivedLogLink({ jobId, id }: { jobId: string; id: string }): ReactNode {
  const { data, error } = useFact(taskManagerLogUrlOptions, jobId, id, true);
  const url = data === undefined ? undefined : webAddress(data.url);
  if (url !== undefined) {
    return (
      <a href={url} target="_blank" rel="noreferrer">
        Log
      </a>
    );
  }
  if (data === undefined && !isNotFound(error)) return error === null ? null : <UnknownValue error={error} />;
  return <Hint text="This History Server has no address of logs. historyserver.log.taskmanager.url-pattern sets it.">none</Hint>;
}
