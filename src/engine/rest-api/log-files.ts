// Log files by name. Flink: JobManagerLogFileHandler, JobManagerCustomLogHandler, AbstractTaskManagerFileHandler and their lists. A process has two
// of them: its log, and what it wrote to its standard output, which is nothing.

import type { LogList } from "../../rest/logs.ts";
import type { JobManagerView } from "../jobmanager/jobmanager-view.ts";
import type { LogText } from "../protocol/jobmanager-taskmanager.ts";
import { type Handlers, ok, text } from "./handler.ts";
import { notFound, RestError, serverError } from "./rest-error.ts";
import { findTaskManager, unknownTaskManager } from "./taskmanagers.ts";

/** What a file is for; its name follows from that and from the container. */
export type LogFileKind = "log" | "out";

interface LogFile {
  readonly name: string;
  readonly text: string;
  /** Epoch ms. */
  readonly lastModified: number;
}

/** `GET /jobmanager/logs`. */
function jobManagerLogs(view: JobManagerView): LogList {
  return logList(jobManagerFiles(view));
}

/** `GET /jobmanager/log`, `/jobmanager/stdout` and `/jobmanager/logs/:filename`, or 404. */
function jobManagerFile(view: JobManagerView, wanted: { kind: LogFileKind } | { name: string }): string {
  const file = find(jobManagerFiles(view), JOB_MANAGER, wanted);
  if (file === undefined) throw new RestError(404, ["This file does not exist in JobManager log dir."]);
  return file.text;
}

/** `GET /taskmanagers/:taskmanagerid/logs`, or 500 if there is no such TaskManager or it is gone before it has answered. */
async function taskManagerLogs(view: JobManagerView, taskManagerId: string): Promise<LogList> {
  const { container } = findTaskManager(view, taskManagerId);
  const log = await view.taskManagerLog(taskManagerId);
  if (log === undefined) throw unknownTaskManager(taskManagerId);
  return logList(filesOf(container, log));
}

/** `GET …/log`, `…/stdout` and `…/logs/:filename`: 404 if there is no such TaskManager, 500 if it has no such file. */
async function taskManagerFile(
  view: JobManagerView,
  taskManagerId: string,
  wanted: { kind: LogFileKind } | { name: string },
): Promise<string> {
  const container = view.taskManager(taskManagerId)?.container;
  const log = await view.taskManagerLog(taskManagerId);
  if (container === undefined || log === undefined) {
    throw notFound(`Failed to transfer file from TaskExecutor ${taskManagerId} because it was unknown.`);
  }
  const file = find(filesOf(container, log), container, wanted);
  if (file === undefined) {
    throw serverError("org.apache.flink.util.FlinkException", `Failed to transfer file from TaskExecutor ${taskManagerId}.`);
  }
  return file.text;
}

/** The name of its container. */
const JOB_MANAGER = "jobmanager";

function jobManagerFiles({ log, startedAt }: JobManagerView): readonly LogFile[] {
  return filesOf(JOB_MANAGER, { text: log.text(), lastModified: log.lastModified, startedAt });
}

function filesOf(container: string, { text, lastModified, startedAt }: LogText): readonly LogFile[] {
  return [
    { name: nameOf(container, "log"), text, lastModified },
    { name: nameOf(container, "out"), text: "", lastModified: startedAt },
  ];
}

function nameOf(container: string, kind: LogFileKind): string {
  return `${container}.${kind}`;
}

/** Compares the whole name, so a path never matches a file. */
function find(files: readonly LogFile[], container: string, wanted: { kind: LogFileKind } | { name: string }): LogFile | undefined {
  const name = "kind" in wanted ? nameOf(container, wanted.kind) : wanted.name;
  return files.find((file) => file.name === name);
}

function logList(files: readonly LogFile[]): LogList {
  const encoder = new TextEncoder();
  return { logs: files.map(({ name, text, lastModified }) => ({ name, size: encoder.encode(text).length, mtime: lastModified })) };
}

/** The calls of this file. */
export const logHandlers = {
  taskManagerLogs: ({ view, params }) => taskManagerLogs(view, params.taskmanagerid).then(ok),
  taskManagerLog: ({ view, params }) => taskManagerFile(view, params.taskmanagerid, { kind: "log" }).then(text),
  taskManagerStdout: ({ view, params }) => taskManagerFile(view, params.taskmanagerid, { kind: "out" }).then(text),
  taskManagerLogFile: ({ view, params }) => taskManagerFile(view, params.taskmanagerid, { name: params.filename }).then(text),
  jobManagerLogs: ({ view }) => ok(jobManagerLogs(view)),
  jobManagerLog: ({ view }) => text(jobManagerFile(view, { kind: "log" })),
  jobManagerStdout: ({ view }) => text(jobManagerFile(view, { kind: "out" })),
  jobManagerLogFile: ({ view, params }) => text(jobManagerFile(view, { name: params.filename })),
} satisfies Partial<Handlers>;
