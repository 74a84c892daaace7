import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { textSchema } from "./schema-parts.ts";

/** One thread. The text has its name, its state and its stack, line by line, as Java prints it. */
const threadInfoSchema = z.object({ threadName: textSchema, stringifiedThreadInfo: textSchema });

export type ThreadInfo = z.infer<typeof threadInfoSchema>;

/** `GET /jobmanager/thread-dump` and `GET /taskmanagers/:taskmanagerid/thread-dump` (ThreadDumpInfo). */
const threadDumpSchema = z.object({ threadInfos: z.array(threadInfoSchema) });

export type ThreadDump = z.infer<typeof threadDumpSchema>;

/** Where the calls of this file go. */
export const THREAD_ROUTES = {
  taskManagerThreadDump: flink("GET", "/taskmanagers/:taskmanagerid/thread-dump", none),
  jobManagerThreadDump: flink("GET", "/jobmanager/thread-dump", none),
} as const;

/** What they say. */
export const THREAD_SCHEMAS = {
  taskManagerThreadDump: answers(threadDumpSchema),
  jobManagerThreadDump: answers(threadDumpSchema),
} satisfies SchemasOf<typeof THREAD_ROUTES>;
