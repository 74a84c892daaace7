import * as z from "zod/mini";

/** What async-profiler counts (ProfilingInfo.ProfilingMode). */
const PROFILING_MODES = ["CPU", "ALLOC", "LOCK", "WALL", "ITIMER"] as const;

export type ProfilingMode = (typeof PROFILING_MODES)[number];

/**
 * One run of the profiler in a process (ProfilingInfo). Times in epoch ms, `duration` in s. `message` says how it ended, `outputFile` is the name of its
 * result; both are empty or absent while it runs.
 */
export const profilingSchema = z.object({
  status: z.string(),
  mode: z.string(),
  triggerTime: z.number(),
  finishedTime: z.nullish(z.number()),
  duration: z.number(),
  message: z.nullish(z.string()),
  outputFile: z.nullish(z.string()),
});

export type Profiling = z.infer<typeof profilingSchema>;

/** `GET …/profiler` (ProfilingInfoList), newest first. 404 where `rest.profiling.enabled` is off. */
export const profilingListSchema = z.object({ profilingList: z.array(profilingSchema) });

export type ProfilingList = z.infer<typeof profilingListSchema>;

/** Body of `POST …/profiler` (ProfilingRequestBody). `duration` in s, at most `rest.profiling.duration-max`. */
export const profilingRequestSchema = z.object({ mode: z.enum(PROFILING_MODES), duration: z.number() });

export type ProfilingRequest = z.infer<typeof profilingRequestSchema>;
