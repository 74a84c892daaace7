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
