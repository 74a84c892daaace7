import * as z from "zod/mini";

/** `GET /config` (DashboardConfiguration): what the WebUI may offer. `refresh-interval` in ms, `timezone-offset` too. */
export const configSchema = z.object({
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
