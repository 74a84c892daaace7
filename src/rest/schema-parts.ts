// Small schemas that several resources share. zod/mini throughout: 14 kB gzip with all schemas instead of 34, and it never probes for eval, which
// the content security policy would report.
import * as z from "zod/mini";
import { EXECUTION_STATES, JOB_STATUSES } from "./states.ts";

// A reply is refused only if an object or an id is missing. Any other value that is null, absent or of another type counts as unknown, because
// Flink's versions differ, and Flink leaves out much of a job without an execution graph.

/** A word of Flink's, or one that only a newer Flink knows. */
export type OpenWord<Known extends string> = Known | (string & Record<never, never>);

/** A word that must be there, known or not: a state, a type. JSON Schema names the known words. */
export function openWordSchema<const Known extends string>(known: readonly Known[]) {
  return z.pipe(
    z.string().register(z.globalRegistry, { enum: known }),
    z.transform((word): OpenWord<Known> => word),
  );
}

/** A number; NaN, which formatters show as a dash, for anything else. */
export const amountSchema = z.catch(z.number(), Number.NaN);

/** A text; empty for anything else. */
export const textSchema = z.catch(z.string(), "");

/** A value that a reply can do without: undefined for anything that does not fit `schema`. */
export function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

/** A part that Flink writes as null or leaves out while there is nothing: `fallback` then. A part that does not fit `schema` is still an error. */
export function orElse<Schema extends z.ZodMiniType>(schema: Schema, fallback: z.output<Schema>) {
  const whole = z.pipe(
    z.nullable(schema),
    z.transform((value): z.output<Schema> => value ?? fallback),
  );
  return z.pipe(
    z.optional(whole),
    z.transform((value): z.output<Schema> => value ?? fallback),
  );
}

/** A part that may be absent; null counts as absent. */
export function absentIfNull<Schema extends z.ZodMiniType>(schema: Schema) {
  const whole = z.pipe(
    z.nullable(schema),
    z.transform((value): z.output<Schema> | undefined => value ?? undefined),
  );
  return z.optional(whole);
}

/** Numbers by name. A newer Flink may have more names. */
export type Amounts<Name extends string> = Readonly<Record<Name, number> & Record<string, number>>;

/** Counts or times of these states, 0 where the reply has none, and of any others. */
export function amountsSchema<const Name extends string>(names: readonly Name[]) {
  const none = Object.fromEntries(names.map((name) => [name, 0]));
  // JSON Schema names the known ones.
  const properties = Object.fromEntries(names.map((name) => [name, { type: "number" }]));
  const named = names.length === 0 ? {} : { properties, propertyNames: { enum: names }, additionalProperties: false };
  return z.pipe(
    z.catch(z.record(z.string(), amountSchema).register(z.globalRegistry, named), {}),
    // All names are in `none`.
    z.transform((amounts): Amounts<Name> => ({ ...none, ...amounts }) as Amounts<Name>),
  );
}

/** A double; "NaN" and the infinities travel as text. */
export const doubleSchema = z.catch(z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]), "NaN");

/** StatsSummaryDto: sizes in bytes, durations in ms; percentiles are NaN while nothing was counted. */
const summarySchema = z.object({
  min: amountSchema,
  max: amountSchema,
  avg: amountSchema,
  p50: doubleSchema,
  p90: doubleSchema,
  p95: doubleSchema,
  p99: doubleSchema,
  p999: doubleSchema,
});

export type StatsSummary = z.infer<typeof summarySchema>;

/** {@link StatsSummary}; nothing known where a reply has none. */
export const statsSummarySchema = orElse(summarySchema, z.parse(summarySchema, {}));

export const jobStatusSchema = openWordSchema(JOB_STATUSES);

export const executionStateSchema = openWordSchema(EXECUTION_STATES);

/** Counts of tasks, or when something came into each state, by execution state. */
export const byExecutionStateSchema = amountsSchema(EXECUTION_STATES);

/** How many tasks are in each state: Flink lists every state, zeros too. */
export type ExecutionStateCounts = z.infer<typeof byExecutionStateSchema>;

/** When a job came into each status, epoch ms; 0 if never. */
export const byJobStatusSchema = amountsSchema(JOB_STATUSES);

/** The reply to a command that has nothing to say but its status code. */
export const emptyReplySchema = z.object({});

export type EmptyReply = z.infer<typeof emptyReplySchema>;
