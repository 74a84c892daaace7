import type { ClaimMode, RunRequest } from "../../domain/command-lines.ts";
import { formatArguments, parseArguments, parseParallelism, PLAYGROUND_ARGUMENTS } from "../../domain/program-arguments.ts";
import type { Jar } from "../../rest/jars.ts";
import type { JobManagerConfig } from "../../rest/jobmanager.ts";

/** How the job to resume was started, as far as known. */
export type Origin =
  /** A new job. */
  | { readonly kind: "none" }
  /** A job that this browser started. */
  | { readonly kind: "remembered"; readonly programArgs: readonly string[] }
  /** A job that the engine started, so that its arguments are known. */
  | { readonly kind: "certain"; readonly line: string }
  /** A job whose arguments are guessed. The user has to confirm them. */
  | { readonly kind: "guessed"; readonly line: string };

/**
 * Whether the program is the playground's, which its arguments are for. True while no JAR is known,
 * so that a form that loads does not change.
 */
export function isClickEventCount(jar: Pick<Jar, "entry"> | undefined, entryClass: string | undefined): boolean {
  if (jar === undefined) return true;
  const typed = entryClass?.trim() ?? "";
  const name = typed === "" ? jar.entry[0]?.name : typed;
  return name?.endsWith(".ClickEventCount") === true;
}

/** The initial arguments. `isPlaygrounds`: the program is {@link isClickEventCount}. */
export function initialArguments(origin: Origin, isPlaygrounds: boolean): string {
  switch (origin.kind) {
    case "none":
      return isPlaygrounds ? formatArguments(PLAYGROUND_ARGUMENTS) : "";
    case "remembered":
      return formatArguments(origin.programArgs);
    case "certain":
    case "guessed":
      return origin.line;
  }
}

/**
 * parallelism.default of a cluster, 1 if it is not configured; undefined while unknown, or if it is
 * not a number.
 */
export function configuredParallelism(config: JobManagerConfig | undefined): number | undefined {
  if (config === undefined) return undefined;
  const judged = parseParallelism(config.find(({ key }) => key === "parallelism.default")?.value ?? "1");
  return "words" in judged ? undefined : judged.value;
}

/** The form's fields as text. */
export type StartForm = {
  readonly jar: Jar | undefined;
  readonly entryClass: string;
  readonly argumentLine: string;
  readonly parallelism: string;
  readonly savepointPath: string;
  readonly allowNonRestoredState: boolean;
  /** Empty for the cluster's default. */
  readonly claimMode?: ClaimMode | "";
  readonly configuration?: readonly ConfigurationRow[];
  readonly isConfirmed: boolean;
};

/** An option for this start. A row without key and value is ignored. */
export type ConfigurationRow = { readonly key: string; readonly value: string };

/** A checked form: the request for the cluster, or the errors by field. */
export type JudgedForm = {
  readonly request: RunRequest | undefined;
  readonly errors: { readonly arguments?: string; readonly parallelism?: string; readonly configuration?: string };
  /** Why it cannot be started; undefined if it can. */
  readonly refusal: string | undefined;
};

/**
 * Checks only what the cluster cannot report better. The cluster accepts or rejects everything
 * else.
 */
export function judgeForm(form: StartForm, origin: Origin): JudgedForm {
  const programArgs = parseArguments(form.argumentLine);
  const parallelism = parseParallelism(form.parallelism);
  const configuration = parseConfiguration(form.configuration ?? []);
  const errors = {
    ...(programArgs === undefined ? { arguments: "A quotation mark is not closed." } : {}),
    ...("words" in parallelism ? { parallelism: parallelism.words } : {}),
    ...("words" in configuration ? { configuration: configuration.words } : {}),
  };
  if (form.jar === undefined) return { request: undefined, errors, refusal: "Choose a JAR first." };
  if (programArgs === undefined || "words" in parallelism || "words" in configuration)
    return { request: undefined, errors, refusal: "Correct the fields above first." };
  const request: RunRequest = {
    jarId: form.jar.id,
    jarName: form.jar.name,
    entryClass: form.entryClass.trim(),
    programArgs,
    parallelism: parallelism.value,
    savepointPath: form.savepointPath.trim(),
    allowNonRestoredState: form.allowNonRestoredState,
    ...(form.claimMode === undefined || form.claimMode === "" ? {} : { claimMode: form.claimMode }),
    ...(Object.keys(configuration.value).length === 0 ? {} : { flinkConfiguration: configuration.value }),
  };
  const isUnsure = origin.kind === "guessed" && !form.isConfirmed;
  return { request, errors, refusal: isUnsure ? "Confirm the arguments first." : undefined };
}

/** The options of the rows, or what is wrong with them. */
function parseConfiguration(
  rows: readonly ConfigurationRow[],
): { readonly value: Readonly<Record<string, string>> } | { readonly words: string } {
  const filled = rows
    .map(({ key, value }) => ({ key: key.trim(), value: value.trim() }))
    .filter(({ key, value }) => key !== "" || value !== "");
  const keys = filled.map(({ key }) => key);
  const nameless = filled.find(({ key }) => key === "");
  if (nameless !== undefined) return { words: `The value ${nameless.value} has no option. Enter its key, such as state.backend.type.` };
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return { words: `${twice} is there twice. Keep one of its values.` };
  // fromEntries defines properties, so no key can change the prototype.
  return { value: Object.fromEntries(filled.map(({ key, value }) => [key, value])) };
}
