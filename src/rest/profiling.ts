import * as z from "zod/mini";
import { answers, takes, type SchemasOf } from "./call-schemas.ts";
import { flink, flinkText, none } from "./route.ts";
import { amountSchema, lenient, textSchema } from "./schema-parts.ts";

/** What async-profiler counts (ProfilingInfo.ProfilingMode). */
const PROFILING_MODES = ["CPU", "ALLOC", "LOCK", "WALL", "ITIMER"] as const;

export type ProfilingMode = (typeof PROFILING_MODES)[number];

/**
 * One run of the profiler in a process (ProfilingInfo). Times in epoch ms, `duration` in s. `message` says how it ended, `outputFile` is the name of its
 * result; both are empty or absent while it runs.
 */
const profilingSchema = z.object({
  status: textSchema,
  mode: textSchema,
  triggerTime: amountSchema,
  finishedTime: lenient(z.nullable(z.number())),
  duration: amountSchema,
  message: lenient(z.nullable(z.string())),
  outputFile: lenient(z.nullable(z.string())),
});

export type Profiling = z.infer<typeof profilingSchema>;

/** `GET …/profiler` (ProfilingInfoList), newest first. 404 where `rest.profiling.enabled` is off. */
const profilingListSchema = z.object({ profilingList: z.array(profilingSchema) });

export type ProfilingList = z.infer<typeof profilingListSchema>;

/** Body of `POST …/profiler` (ProfilingRequestBody). `duration` in s, at most `rest.profiling.duration-max`. */
const profilingRequestSchema = z.object({ mode: z.enum(PROFILING_MODES), duration: z.number() });

export type ProfilingRequest = z.infer<typeof profilingRequestSchema>;

/** Where the calls of this file go. */
export const PROFILING_ROUTES = {
  taskManagerProfilings: { ...flink("GET", "/taskmanagers/:taskmanagerid/profiler", none), documented: false },
  startTaskManagerProfiling: { ...flink("POST", "/taskmanagers/:taskmanagerid/profiler", none), documented: false },
  taskManagerProfilingFile: flinkText("GET", "/taskmanagers/:taskmanagerid/profiler/:filename"),
  jobManagerProfilings: { ...flink("GET", "/jobmanager/profiler", none), documented: false },
  startJobManagerProfiling: { ...flink("POST", "/jobmanager/profiler", none), documented: false },
  jobManagerProfilingFile: flinkText("GET", "/jobmanager/profiler/:filename"),
} as const;

/** What they say. */
export const PROFILING_SCHEMAS = {
  taskManagerProfilings: answers(profilingListSchema),
  startTaskManagerProfiling: takes(profilingRequestSchema, profilingSchema),
  taskManagerProfilingFile: answers(z.string()),
  jobManagerProfilings: answers(profilingListSchema),
  startJobManagerProfiling: takes(profilingRequestSchema, profilingSchema),
  jobManagerProfilingFile: answers(z.string()),
} satisfies SchemasOf<typeof PROFILING_ROUTES>;
