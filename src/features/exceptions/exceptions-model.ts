import { visibleText } from "../../base/visible-text.ts";
import type { ExceptionEntry, JobExceptions } from "../../rest/exceptions.ts";
import type { Container } from "../../rest/playground.ts";

/**
 * The most characters of a message in the list. It has one line, and the stack trace repeats it.
 */
const MOST_OF_MESSAGE = 500;

/** A failure as the page shows it. */
export type ExceptionView = {
  key: string;
  /** The class without its package, and the first line of its message. */
  shortName: string;
  fullName: string;
  message: string;
  /** Epoch ms. */
  atMs: number;
  /** `ClickEvent Counter (1/2) - execution #0`; undefined for a failure of the whole job. */
  task: string | undefined;
  /** The TaskManager's id, for links unchanged, its endpoint, and the name of its container if it has one. */
  taskManager: { id: string; endpoint: string | undefined; container: string | undefined } | undefined;
  labels: readonly (readonly [string, string])[];
  /** As Flink sent it: it can be long, so it is made visible text only when it is shown. */
  stackTrace: string;
};

/** A failure and its concurrent exceptions. */
export type ExceptionGroup = ExceptionView & {
  concurrent: readonly ExceptionView[];
  /** The same as `fullName`. */
  exceptionName: string;
  /** The vertex of its task; undefined for a failure of the job as a whole. */
  vertexName: string | undefined;
};

/** The exception history, newest first. All of it comes from user code and is treated as text. */
export function exceptionGroups(exceptions: JobExceptions, containers: readonly Container[]): readonly ExceptionGroup[] {
  const keyOf = keys();
  return exceptions.exceptionHistory.entries.map((entry) => {
    const key = keyOf(entry);
    const own = view(entry, key, containers);
    return {
      ...own,
      exceptionName: own.fullName,
      // Flink's name of a task has another form only if it is of another version.
      vertexName: own.task === undefined ? undefined : (taskOf(own.task)?.vertexName ?? own.task),
      concurrent: entry.concurrentExceptions.map((one, at) => view(one, `${key} ${at}`, containers)),
    };
  });
}

/** Keys that an exception keeps when newer ones come before it, so that its details stay open. */
function keys(): (entry: ExceptionEntry) => string {
  const counts = new Map<string, number>();
  return ({ timestamp, exceptionName, taskName }) => {
    const key = `${timestamp} ${exceptionName} ${taskName ?? ""}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return `${key} ${count}`;
  };
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
    stackTrace: stacktrace,
  };
}

/** Flink writes "(unassigned)" or an empty string for unknown fields. */
function known(text: string | null | undefined): string | undefined {
  return text === null || text === undefined || text === "" || text === "(unassigned)" ? undefined : visibleText(text);
}

function taskManagerOf(
  entry: Omit<ExceptionEntry, "concurrentExceptions">,
  containers: readonly Container[],
): ExceptionView["taskManager"] {
  const id = entry.taskManagerId;
  if (id === null || id === undefined || known(id) === undefined) return undefined;
  return {
    id,
    endpoint: known(entry.endpoint) ?? known(entry.location),
    container: containers.find(({ taskManagerId }) => taskManagerId === id)?.name,
  };
}

/** A stack trace starts with `class: message`. The message may have several lines. */
function messageOf(name: string, stackTrace: string): string {
  const [head = ""] = stackTrace.split(/\n\s*(?:at |\.\.\. |Caused by: )/, 1);
  return (head.startsWith(`${name}: `) ? head.slice(name.length + 2) : head === name ? "" : head).trim();
}

/**
 * `ClickEvent Counter (1/2) - execution #0`, Flink's name of a task, as its vertex and its subtask
 * index from 0.
 */
export function taskOf(taskName: string): { vertexName: string; subtask: number } | undefined {
  const [, vertexName, number] = /^(.*) \((\d+)\/\d+\)(?: - execution #\d+)?$/.exec(taskName) ?? [];
  return vertexName === undefined || number === undefined ? undefined : { vertexName, subtask: Number(number) - 1 };
}

/** The exceptions whose class, message or task contains the text, ignoring case. */
export function filterExceptions(groups: readonly ExceptionGroup[], text: string): readonly ExceptionGroup[] {
  const needle = text.trim().toLowerCase();
  if (needle === "") return groups;
  return groups.filter((group) =>
    [group, ...group.concurrent].some(({ fullName, message, task = "" }) =>
      `${fullName} ${message} ${task}`.toLowerCase().includes(needle),
    ),
  );
}
