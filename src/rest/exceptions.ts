import * as z from "zod/mini";
import { answers, type SchemasOf } from "./call-schemas.ts";
import { flink } from "./route.ts";
import { amountSchema, lenient, orElse, textSchema } from "./schema-parts.ts";

const exceptionFieldsSchema = z.object({
  exceptionName: textSchema,
  stacktrace: textSchema,
  timestamp: amountSchema,
  failureLabels: lenient(z.record(z.string(), textSchema)),
  /** Absent for a failure of the job as a whole. */
  taskName: lenient(z.nullable(z.string())),
  /** 1.20's older name of the endpoint. */
  location: lenient(z.nullable(z.string())),
  endpoint: lenient(z.nullable(z.string())),
  taskManagerId: lenient(z.nullable(z.string())),
});

/** A failure with those that came with it (RootExceptionInfo). `timestamp` in epoch ms, `stacktrace` is plain text. */
const exceptionEntrySchema = z.extend(exceptionFieldsSchema, {
  concurrentExceptions: orElse(z.array(exceptionFieldsSchema), []),
});

export type ExceptionEntry = z.infer<typeof exceptionEntrySchema>;

/** `GET /jobs/:jobid/exceptions` (JobExceptionsInfoWithHistory), newest first. What stands outside the history is 1.20's. */
export const jobExceptionsSchema = z.object({
  "root-exception": lenient(z.nullable(z.string())),
  timestamp: lenient(z.nullable(z.number())),
  "all-exceptions": lenient(
    z.array(
      z.object({
        exception: z.string(),
        task: z.nullish(z.string()),
        location: z.nullish(z.string()),
        endpoint: z.nullish(z.string()),
        timestamp: z.number(),
        taskManagerId: z.nullish(z.string()),
      }),
    ),
  ),
  truncated: lenient(z.boolean()),
  exceptionHistory: z.object({
    entries: z.array(exceptionEntrySchema),
    truncated: z.catch(z.boolean(), false),
  }),
});

export type JobExceptions = z.infer<typeof jobExceptionsSchema>;

/** Where the calls of this file go. */
export const EXCEPTION_ROUTES = {
  jobExceptions: flink("GET", "/jobs/:jobid/exceptions", {
    maxExceptions: "optional",
    failureLabelFilter: "optional",
  }),
} as const;

/** What they say. */
export const EXCEPTION_SCHEMAS = {
  jobExceptions: answers(jobExceptionsSchema),
} satisfies SchemasOf<typeof EXCEPTION_ROUTES>;
