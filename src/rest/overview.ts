import * as z from "zod/mini";

/** `GET /overview` (ClusterOverviewWithVersion). The two `blocked` counts are there only where blocking of nodes is on. */
export const overviewSchema = z.object({
  taskmanagers: z.number(),
  "slots-total": z.number(),
  "slots-available": z.number(),
  "taskmanagers-blocked": z.optional(z.number()),
  "slots-free-and-blocked": z.optional(z.number()),
  "jobs-running": z.number(),
  "jobs-finished": z.number(),
  "jobs-cancelled": z.number(),
  "jobs-failed": z.number(),
  "flink-version": z.string(),
  "flink-commit": z.string(),
});

export type Overview = z.infer<typeof overviewSchema>;
