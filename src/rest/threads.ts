import * as z from "zod/mini";

/** One thread. The text has its name, its state and its stack, line by line, as Java prints it. */
const threadInfoSchema = z.object({ threadName: z.string(), stringifiedThreadInfo: z.string() });

export type ThreadInfo = z.infer<typeof threadInfoSchema>;

/** `GET /jobmanager/thread-dump` and `GET /taskmanagers/:taskmanagerid/thread-dump` (ThreadDumpInfo). */
export const threadDumpSchema = z.object({ threadInfos: z.array(threadInfoSchema) });

export type ThreadDump = z.infer<typeof threadDumpSchema>;
