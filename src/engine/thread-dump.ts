// The thread dump of a container, which is a single JavaScript thread: that thread with its current stack, then its
// tasks, which take turns on it, each with what it waits for.

import type { ThreadInfo } from "../rest/threads.ts";
import { stackFrames } from "./stack-frames.ts";

/** The thread of this container, as it is now. */
export function currentThread(container: string): ThreadInfo {
  return threadInfo(container, "RUNNABLE", stackFrames(new Error("thread dump")));
}

/** A task as an entry of the thread dump. `state` is the state in Java's words, with what the task waits for. */
export function taskThreadInfo(name: string, state: string, container: string): ThreadInfo {
  return threadInfo(name, state, `\t-  takes turns on the thread "${container}"\n`);
}

/** Java prints an empty line behind each thread. */
function threadInfo(threadName: string, state: string, lines: string): ThreadInfo {
  return { threadName, stringifiedThreadInfo: `"${threadName}" ${state}\n${lines}\n` };
}
