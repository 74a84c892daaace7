import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";

/** `GET /config` (DashboardConfiguration): what the WebUI may offer. `refresh-interval` in ms, `timezone-offset` too. */
const configSchema = z.object({
  "refresh-interval": z.number(),
  "timezone-name": z.string(),
  "timezone-offset": z.number(),
  "flink-version": z.string(),
  "flink-revision": z.string(),
  features: z.object({
    "web-submit": z.boolean(),
    "web-cancel": z.boolean(),
    "web-rescale": z.boolean(),
    "web-history": z.boolean(),
  }),
});

export type Config = z.infer<typeof configSchema>;

/** Where the calls of this file go. */
export const CONFIG_ROUTES = {
  config: flink("GET", "/config", none),
} as const;

/** What they say. */
export const CONFIG_SCHEMAS = {
  config: answers(configSchema),
} satisfies SchemasOf<typeof CONFIG_ROUTES>;
