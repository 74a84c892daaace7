// What a thread dump has to tell where a container is one JavaScript thread: that thread, with its stack at the moment of asking. What takes turns on
// it (tasks) is listed behind it, with what each waits for.

import type { ThreadInfo } from "../rest/threads.ts";
import { stackFrames } from "./stack-frames.ts";

/** The thread of this container, as it is now. */
export function currentThread(container: string): ThreadInfo {
  return threadInfo(container, "RUNNABLE", stackFrames(new Error("thread dump")));
}

/** Something that takes turns on the thread of `container`. `state` in Java's words, with what is waited for. */
export function turnTaker(name: string, state: string, container: string): ThreadInfo {
  return threadInfo(name, state, `\t-  takes turns on the thread "${container}"\n`);
}

/** Java prints an empty line behind each thread. */
function threadInfo(threadName: string, state: string, lines: string): ThreadInfo {
  return { threadName, stringifiedThreadInfo: `"${threadName}" ${state}\n${lines}\n` };
}
