import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { amountSchema, lenient, textSchema } from "./schema-parts.ts";

/** `GET /overview` (ClusterOverviewWithVersion). The two `blocked` counts are there only where blocking of nodes is on. */
export const overviewSchema = z.object({
  taskmanagers: z.number(),
  "slots-total": amountSchema,
  "slots-available": amountSchema,
  "taskmanagers-blocked": lenient(z.number()),
  "slots-free-and-blocked": lenient(z.number()),
  "jobs-running": amountSchema,
  "jobs-finished": amountSchema,
  "jobs-cancelled": amountSchema,
  "jobs-failed": amountSchema,
  "flink-version": textSchema,
  "flink-commit": textSchema,
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
