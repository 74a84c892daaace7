// JARs: what can be started, and starting it.
import * as z from "zod/mini";
import { answers, takes, type SchemasOf } from "./call-schemas.ts";
import { jobPlanSchema } from "./plan.ts";
import { flink, none } from "./route.ts";
import { amountSchema, emptyReplySchema, lenient, orElse, textSchema } from "./schema-parts.ts";

/** A JAR. `uploaded` in epoch ms; `entry` is empty where its manifest names no main class. */
const jarSchema = z.object({
  id: z.string(),
  name: textSchema,
  uploaded: amountSchema,
  entry: orElse(z.array(z.object({ name: textSchema, description: lenient(z.nullable(z.string())) })), []),
});

export type Jar = z.infer<typeof jarSchema>;

/** `GET /jars`, newest first. */
const jarsSchema = z.object({ address: textSchema, files: z.array(jarSchema) });

export type Jars = z.infer<typeof jarsSchema>;

/** `POST /jars/upload`: `filename` is the whole path; its last part is the JAR's id. */
const jarUploadSchema = z.object({ filename: z.string(), status: textSchema });

export type JarUpload = z.infer<typeof jarUploadSchema>;

/** `POST /jars/:jarid/run`. 1.20 has no applications. */
const jarRunSchema = z.object({ jobid: z.string(), applicationId: lenient(z.string()) });

export type JarRun = z.infer<typeof jarRunSchema>;

/** Body of `POST /jars/:jarid/plan`. `programArgs` is 1.20's: one line of text. */
const jarPlanRequestSchema = z.object({
  entryClass: z.optional(z.string()),
  programArgs: z.optional(z.string()),
  programArgsList: z.optional(z.array(z.string())),
  parallelism: z.optional(z.int()),
  jobId: z.optional(z.string()),
  flinkConfiguration: z.optional(z.record(z.string(), z.string())),
});

export type JarPlanRequest = z.infer<typeof jarPlanRequestSchema>;

/** Body of `POST /jars/:jarid/run`. */
const jarRunRequestSchema = z.extend(jarPlanRequestSchema, {
  savepointPath: z.optional(z.string()),
  allowNonRestoredState: z.optional(z.boolean()),
  claimMode: z.optional(z.enum(["CLAIM", "NO_CLAIM", "LEGACY"])),
});

export type JarRunRequest = z.infer<typeof jarRunRequestSchema>;

/** Body of `POST /jars/:jarid/run-application`. */
const jarRunApplicationRequestSchema = z.extend(z.omit(jarRunRequestSchema, { programArgs: true }), {
  applicationId: z.optional(z.string()),
});

export type JarRunApplicationRequest = z.infer<typeof jarRunApplicationRequestSchema>;

/** `POST /jars/:jarid/run-application`, since Flink 2.3. It answers before the program's main() runs. */
const jarRunApplicationSchema = z.object({ applicationid: z.string() });

export type JarRunApplication = z.infer<typeof jarRunApplicationSchema>;

const program = { "entry-class": "optional", programArg: "optional", parallelism: "optional" } as const;
const restore = { savepointPath: "optional", allowNonRestoredState: "optional" } as const;

/** Where the calls of this file go. */
export const JAR_ROUTES = {
  jars: flink("GET", "/jars", none),
  uploadJar: flink("POST", "/jars/upload", none),
  deleteJar: flink("DELETE", "/jars/:jarid", none),
  jarPlan: flink("GET", "/jars/:jarid/plan", program),
  jarPlanByBody: flink("POST", "/jars/:jarid/plan", program),
  runJar: flink("POST", "/jars/:jarid/run", { ...program, ...restore }),
  runJarAsApplication: flink("POST", "/jars/:jarid/run-application", { ...program, ...restore }),
} as const;

/** What they say. */
export const JAR_SCHEMAS = {
  jars: answers(jarsSchema),
  uploadJar: answers(jarUploadSchema),
  deleteJar: answers(emptyReplySchema),
  jarPlan: answers(jobPlanSchema),
  jarPlanByBody: takes(jarPlanRequestSchema, jobPlanSchema),
  runJar: takes(jarRunRequestSchema, jarRunSchema),
  runJarAsApplication: takes(jarRunApplicationRequestSchema, jarRunApplicationSchema),
} satisfies SchemasOf<typeof JAR_ROUTES>;
