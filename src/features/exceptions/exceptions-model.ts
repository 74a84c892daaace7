import { visibleText } from "../../base/visible-text.ts";
import type { ExceptionEntry, JobExceptions } from "../../rest/exceptions.ts";
import type { Container } from "../../rest/playground.ts";

/** A message has one line; beyond so many characters nobody sees it, and it stands in the stack trace as well. */
const MOST_OF_MESSAGE = 500;

/** A failure in the words of the page. */
export type ExceptionView = {
  key: string;
  /** Class without its package, and its first line's message. */
  shortName: string;
  fullName: string;
  message: string;
  /** Epoch ms. */
  atMs: number;
  /** `ClickEvent Counter (1/2) - execution #0`; undefined for a failure of the job as a whole. */
  task: string | undefined;
  /** The TaskManager: its container's name where there is one, with its id. */
  taskManager: { id: string; name: string } | undefined;
  labels: readonly (readonly [string, string])[];
  stackTrace: string;
};

/** A failure with those that came with it. */
export type ExceptionGroup = ExceptionView & { concurrent: readonly ExceptionView[] };

/** The exception history, newest first. Everything in it came from user code and is text. */
export function exceptionGroups(exceptions: JobExceptions, containers: readonly Container[]): readonly ExceptionGroup[] {
  return exceptions.exceptionHistory.entries.map((entry, index) => ({
    ...view(entry, `${entry.timestamp}-${index}`, containers),
    concurrent: entry.concurrentExceptions.map((one, at) => view(one, `${one.timestamp}-${index}-${at}`, containers)),
  }));
}

function view(entry: Omit<ExceptionEntry, "concurrentExceptions">, key: string, containers: readonly Container[]): ExceptionView {
  const { exceptionName, stacktrace } = entry;
  return {
    key,
    shortName: visibleText(exceptionName.slice(Math.max(exceptionName.lastIndexOf("."), exceptionName.lastIndexOf("$")) + 1)),
    fullName: visibleText(exceptionName),
    message: visibleText(messageOf(exceptionName, stacktrace).slice(0, MOST_OF_MESSAGE)),
    atMs: entry.timestamp,
    task: known(entry.taskName),
    taskManager: taskManagerOf(entry, containers),
    labels: Object.entries(entry.failureLabels ?? {}).map(([name, value]) => [visibleText(name), visibleText(value)] as const),
    stackTrace: visibleText(stacktrace),
  };
}

/** Flink writes "(unassigned)" and leaves fields empty for what it does not know. */
function known(text: string | null | undefined): string | undefined {
  return text === null || text === undefined || text === "" || text === "(unassigned)" ? undefined : visibleText(text);
}

function taskManagerOf(
  entry: Omit<ExceptionEntry, "concurrentExceptions">,
  containers: readonly Container[],
): ExceptionView["taskManager"] {
  const id = known(entry.taskManagerId);
  if (id === undefined) return undefined;
  const endpoint = known(entry.endpoint) ?? known(entry.location);
  return { id, name: containers.find(({ taskManagerId }) => taskManagerId === id)?.name ?? endpoint ?? id };
}

/** A stack trace begins with `class: message`, over several lines if the message is. */
function messageOf(name: string, stackTrace: string): string {
  const [head = ""] = stackTrace.split(/\n\s*(?:at |\.\.\. |Caused by: )/, 1);
  return (head.startsWith(`${name}: `) ? head.slice(name.length + 2) : head === name ? "" : head).trim();
}

/** `ClickEvent Counter (1/2) - execution #0`, as Flink names a task: its vertex and the subtask's index, from 0. */
export function taskOf(taskName: string): { vertexName: string; subtask: number } | undefined {
  const [, vertexName, number] = /^(.*) \((\d+)\/\d+\)(?: - execution #\d+)?$/.exec(taskName) ?? [];
  return vertexName === undefined || number === undefined ? undefined : { vertexName, subtask: Number(number) - 1 };
}
