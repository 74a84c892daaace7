import * as z from "zod/mini";

/** `GET /jobmanager/logs` and `GET /taskmanagers/:taskmanagerid/logs` (LogListInfo). `size` in bytes, `mtime` in epoch ms. */
export const logListSchema = z.object({
  logs: z.array(z.object({ name: z.string(), size: z.number(), mtime: z.number() })),
});

export type LogList = z.infer<typeof logListSchema>;

/** A log file itself. */
export const logTextSchema = z.string();
