import type { ThreadInfo } from "../../rest/threads.ts";

/**
 * A thread. Its state is the word after its id, as Java prints it ("RUNNABLE", "TIMED_WAITING").
 */
export type Thread = { readonly name: string; readonly state: string | undefined; readonly text: string };

const STATE = /^"(?:.*)" .*?\b(NEW|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|TERMINATED)\b/;

/** Parses a dump and keeps its order. */
export function readThreads(infos: readonly ThreadInfo[]): readonly Thread[] {
  return infos.map(({ threadName, stringifiedThreadInfo }) => {
    const text = stringifiedThreadInfo.trimEnd();
    return { name: threadName, state: STATE.exec(text.split("\n", 1)[0] ?? "")?.[1], text };
  });
}

/** The states of threads that Java knows, for a choice of one. */
export const THREAD_STATES = ["RUNNABLE", "BLOCKED", "WAITING", "TIMED_WAITING", "NEW", "TERMINATED"] as const;

/** How a thread differs from the dump before. */
export type ThreadChange =
  | { readonly kind: "new" }
  | { readonly kind: "state"; readonly before: string | undefined }
  | { readonly kind: "stack" };

/** The changes from one dump to the next. `ended` are the threads that are gone. */
export type ThreadChanges = { readonly changes: ReadonlyMap<Thread, ThreadChange>; readonly ended: readonly Thread[] };

/** Java's ids are unique while a process lives. Threads without one are told apart by name. */
function identity({ name, text }: Thread): string {
  return `${name} ${/^".*" .*?\bId=(\d+)/.exec(text.split("\n", 1)[0] ?? "")?.[1] ?? ""}`;
}

/** The frames, without the address of what a thread waits for, which differs each time. */
function stackOf({ text }: Thread): string {
  return text
    .split("\n")
    .slice(1)
    .join("\n")
    .replaceAll(/@[0-9a-f]+\b/g, "");
}

/** Compares two dumps of the same process. Threads with the same name and id are compared in their order. */
export function compareThreads(before: readonly Thread[], now: readonly Thread[]): ThreadChanges {
  const former = new Map<string, Thread[]>();
  for (const thread of before) former.set(identity(thread), [...(former.get(identity(thread)) ?? []), thread]);
  const changes = new Map<Thread, ThreadChange>();
  for (const thread of now) {
    const same = former.get(identity(thread))?.shift();
    if (same === undefined) changes.set(thread, { kind: "new" });
    else if (same.state !== thread.state) changes.set(thread, { kind: "state", before: same.state });
    else if (stackOf(same) !== stackOf(thread)) changes.set(thread, { kind: "stack" });
  }
  return { changes, ended: [...former.values()].flat() };
}

/** A change as text. */
export function changeWords(change: ThreadChange): string {
  switch (change.kind) {
    case "new":
      return "new";
    case "state":
      return `was ${change.before ?? "in another state"}`;
    case "stack":
      return "other stack";
  }
}

/**
 * What to find for a vertex: the thread of a legacy source first, as in Flink's WebUI, or the vertex's
 * name, which the threads of its subtasks begin with.
 */
export function vertexThreadText(threads: readonly Thread[], vertexName: string): string {
  const legacy = `Legacy Source Thread - ${vertexName}`;
  return threads.some(({ text }) => text.includes(legacy)) ? legacy : vertexName;
}

/** The threads with the text in their name or stack, ignoring case. */
export function filterThreads(threads: readonly Thread[], text: string): readonly Thread[] {
  const needle = text.trim().toLowerCase();
  return needle === "" ? threads : threads.filter((thread) => `${thread.name}\n${thread.text}`.toLowerCase().includes(needle));
}

/** The number of threads in each state, highest first. */
export function countStates(threads: readonly Thread[]): readonly { readonly state: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { state = "other" } of threads) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, count })).toSorted((a, b) => b.count - a.count);
}
