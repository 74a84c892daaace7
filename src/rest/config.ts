import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink, none } from "./route.ts";
import { amountSchema, lenient, textSchema } from "./schema-parts.ts";

/** `GET /config` (DashboardConfiguration): what the WebUI may offer. `refresh-interval` in ms, `timezone-offset` too. */
const configSchema = z.object({
  "refresh-interval": amountSchema,
  "timezone-name": textSchema,
  "timezone-offset": amountSchema,
  // Required, because other servers answer JSON too.
  "flink-version": z.string(),
  "flink-revision": textSchema,
  features: z.object({
    "web-submit": lenient(z.boolean()),
    "web-cancel": lenient(z.boolean()),
    "web-rescale": lenient(z.boolean()),
    "web-history": lenient(z.boolean()),
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
