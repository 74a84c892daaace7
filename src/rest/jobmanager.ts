import * as z from "zod/mini";

/** `GET /jobmanager/config` (ConfigurationInfo): the cluster's configuration, secrets hidden by Flink. */
export const jobManagerConfigSchema = z.array(z.object({ key: z.string(), value: z.string() }));

export type JobManagerConfig = z.infer<typeof jobManagerConfigSchema>;

/** `GET /jobmanager/environment` (EnvironmentInfo). */
export const jobManagerEnvironmentSchema = z.object({
  jvm: z.object({ version: z.string(), arch: z.string(), options: z.array(z.string()) }),
  classpath: z.array(z.string()),
});

export type JobManagerEnvironment = z.infer<typeof jobManagerEnvironmentSchema>;
