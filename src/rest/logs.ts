import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, flinkText, none } from "./route.ts";
import { amountSchema } from "./schema-parts.ts";

/** `GET /jobmanager/logs` and `GET /taskmanagers/:taskmanagerid/logs` (LogListInfo). `size` in bytes, `mtime` in epoch ms. */
const logListSchema = z.object({
  logs: z.array(z.object({ name: z.string(), size: amountSchema, mtime: amountSchema })),
});

export type LogList = z.infer<typeof logListSchema>;

/** A log file itself. */
const logTextSchema = z.string();

/** Where the calls of this file go. */
export const LOG_ROUTES = {
  taskManagerLogs: flink("GET", "/taskmanagers/:taskmanagerid/logs", none),
  taskManagerLog: flinkText("GET", "/taskmanagers/:taskmanagerid/log"),
  taskManagerStdout: flinkText("GET", "/taskmanagers/:taskmanagerid/stdout"),
  taskManagerLogFile: flinkText("GET", "/taskmanagers/:taskmanagerid/logs/:filename"),
  jobManagerLogs: flink("GET", "/jobmanager/logs", none),
  jobManagerLog: flinkText("GET", "/jobmanager/log"),
  jobManagerStdout: flinkText("GET", "/jobmanager/stdout"),
  jobManagerLogFile: flinkText("GET", "/jobmanager/logs/:filename"),
} as const;

/** What they say. */
export const LOG_SCHEMAS = {
  taskManagerLogs: answers(logListSchema),
  taskManagerLog: answers(logTextSchema),
  taskManagerStdout: answers(logTextSchema),
  taskManagerLogFile: answers(logTextSchema),
  jobManagerLogs: answers(logListSchema),
  jobManagerLog: answers(logTextSchema),
  jobManagerStdout: answers(logTextSchema),
  jobManagerLogFile: answers(logTextSchema),
} satisfies SchemasOf<typeof LOG_ROUTES>;
