import type { RunRequest } from "../../domain/command-lines.ts";
import { formatArguments, parseArguments, parseParallelism, PLAYGROUND_ARGUMENTS } from "../../domain/program-arguments.ts";
import type { Jar } from "../../rest/jars.ts";
import type { JobManagerConfig } from "../../rest/jobmanager.ts";

/** How a job was started that is to go on, as far as it is known. */
export type Origin =
  /** The job begins anew. */
  | { readonly kind: "none" }
  /** It goes on, and this browser started it. */
  | { readonly kind: "remembered"; readonly programArgs: readonly string[] }
  /** It goes on, and its arguments are a guess: the reader has to say so. */
  | { readonly kind: "guessed"; readonly line: string };

/** The arguments to begin with. */
export function initialArguments(origin: Origin, hasPlayground: boolean): string {
  switch (origin.kind) {
    case "none":
      return hasPlayground ? formatArguments(PLAYGROUND_ARGUMENTS) : "";
    case "remembered":
      return formatArguments(origin.programArgs);
    case "guessed":
      return origin.line;
  }
}

/** parallelism.default of a cluster, 1 where its configuration has none; undefined while that is not known, or is no number. */
export function configuredParallelism(config: JobManagerConfig | undefined): number | undefined {
  if (config === undefined) return undefined;
  const judged = parseParallelism(config.find(({ key }) => key === "parallelism.default")?.value ?? "1");
  return "words" in judged ? undefined : judged.value;
}

/** What was filled in, as text. */
export type StartForm = {
  readonly jar: Jar | undefined;
  readonly entryClass: string;
  readonly argumentLine: string;
  readonly parallelism: string;
  readonly savepointPath: string;
  readonly allowNonRestoredState: boolean;
  readonly isConfirmed: boolean;
};

/** A form, judged: what can be asked of the cluster, or what is wrong, at its place. */
export type JudgedForm = {
  readonly request: RunRequest | undefined;
  readonly errors: { readonly arguments?: string; readonly parallelism?: string };
  /** Why it cannot be started; undefined if it can. */
  readonly refusal: string | undefined;
};

/** Judges only what the cluster could not say better: everything else is its own to accept or refuse. */
export function judgeForm(form: StartForm, origin: Origin): JudgedForm {
  const programArgs = parseArguments(form.argumentLine);
  const parallelism = parseParallelism(form.parallelism);
  const errors = {
    ...(programArgs === undefined ? { arguments: "A quotation mark is not closed." } : {}),
    ...("words" in parallelism ? { parallelism: parallelism.words } : {}),
  };
  if (form.jar === undefined) return { request: undefined, errors, refusal: "Choose a JAR first." };
  if (programArgs === undefined || "words" in parallelism)
    return { request: undefined, errors, refusal: "Correct the fields above first." };
  const request: RunRequest = {
    jarId: form.jar.id,
    jarName: form.jar.name,
    entryClass: form.entryClass.trim(),
    programArgs,
    parallelism: parallelism.value,
    savepointPath: form.savepointPath.trim(),
    allowNonRestoredState: form.allowNonRestoredState,
  };
  const isUnsure = origin.kind === "guessed" && !form.isConfirmed;
  return { request, errors, refusal: isUnsure ? "Confirm the arguments first." : undefined };
}
