import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";

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

/** Where the calls of this file go. */
export const OVERVIEW_ROUTES = {
  overview: flink("GET", "/overview", none),
} as const;

/** What they say. */
export const OVERVIEW_SCHEMAS = {
  overview: answers(overviewSchema),
} satisfies SchemasOf<typeof OVERVIEW_ROUTES>;
