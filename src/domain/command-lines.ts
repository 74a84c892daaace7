// Actions as commands to copy: for Flink's client and for curl. `restUrl` has no trailing slash.
import { urlPart } from "../base/url-part.ts";
import { hasUnseen } from "../base/visible-text.ts";

/** An action as two commands. */
export type CommandLines = { readonly flink: string; readonly curl: string };

/** The parameters of `POST /jars/:jarid/run`. */
export type RunRequest = {
  readonly jarId: string;
  readonly jarName: string;
  /** Empty for the JAR's default. */
  readonly entryClass: string;
  readonly programArgs: readonly string[];
  readonly parallelism: number;
  /** Empty: start without a savepoint. */
  readonly savepointPath: string;
  readonly allowNonRestoredState: boolean;
  /** Who owns the files of the savepoint afterwards. The cluster's default if it is missing. */
  readonly claimMode?: ClaimMode;
  /** Options for this start only. */
  readonly flinkConfiguration?: Readonly<Record<string, string>>;
};

/** Flink's RecoveryClaimMode. LEGACY is deprecated. */
export type ClaimMode = "NO_CLAIM" | "CLAIM" | "LEGACY";

/** A call that reads, with its path and query. */
export function readLine(restUrl: string, path: string): string {
  return `curl ${quote(`${restUrl}${path}`)}`;
}

/** `flink cancel`. */
export function cancelLines(restUrl: string, jobId: string): CommandLines {
  return {
    flink: `flink cancel ${target(restUrl)} ${quote(jobId)}`,
    curl: `curl -X PATCH ${quote(`${restUrl}/jobs/${jobId}?mode=cancel`)}`,
  };
}

/** Cancels an application with all its jobs; Flink's client has no command for it. */
export function cancelApplicationLines(restUrl: string, applicationId: string): Pick<CommandLines, "curl"> {
  return { curl: `curl -X POST ${quote(`${restUrl}/applications/${urlPart(applicationId)}/cancel`)}` };
}

/** `flink savepoint`. Without a directory, the cluster's default is used. */
export function savepointLines(restUrl: string, jobId: string, directory: string): CommandLines {
  return {
    flink: words("flink savepoint", target(restUrl), quote(jobId), directory === "" ? "" : quote(directory)),
    curl: post(`${restUrl}/jobs/${jobId}/savepoints`, directory === "" ? {} : { "target-directory": directory }),
  };
}

/** `flink stop`, which always takes a savepoint. */
export function stopLines(restUrl: string, jobId: string, { drain, directory }: { drain: boolean; directory: string }): CommandLines {
  return {
    flink: words(
      "flink stop",
      target(restUrl),
      drain ? "--drain" : "",
      directory === "" ? "" : `--savepointPath ${quote(directory)}`,
      quote(jobId),
    ),
    curl: post(`${restUrl}/jobs/${jobId}/stop`, { drain, ...(directory === "" ? {} : { targetDirectory: directory }) }),
  };
}

/** Declares a job's requirements; Flink's client has no command for it. */
export function requirementsLines(restUrl: string, jobId: string, requirements: object): Pick<CommandLines, "curl"> {
  return {
    curl: `curl -X PUT ${quote(`${restUrl}/jobs/${jobId}/resource-requirements`)} -d ${quote(JSON.stringify(requirements))}`,
  };
}

/** `flink savepoint --dispose`. */
export function disposeLines(restUrl: string, path: string): CommandLines {
  return {
    flink: `flink savepoint ${target(restUrl)} --dispose ${quote(path)}`,
    curl: post(`${restUrl}/savepoint-disposal`, { "savepoint-path": path }),
  };
}

/**
 * `flink run`. Flink's client runs the program's main method itself, so this needs a real JAR and a
 * real cluster.
 */
export function runLines(restUrl: string, request: RunRequest): CommandLines {
  const { entryClass, savepointPath, claimMode, flinkConfiguration = {} } = request;
  return {
    flink: words(
      "flink run",
      target(restUrl),
      `--detached --parallelism ${String(request.parallelism)}`,
      savepointPath === "" ? "" : `--fromSavepoint ${quote(savepointPath)}`,
      savepointPath !== "" && request.allowNonRestoredState ? "--allowNonRestoredState" : "",
      savepointPath !== "" && claimMode !== undefined ? `--claimMode ${claimMode}` : "",
      ...Object.entries(flinkConfiguration).map(([key, value]) => quote(`-D${key}=${value}`)),
      entryClass === "" ? "" : `--class ${quote(entryClass)}`,
      quote(request.jarName),
      ...request.programArgs.map(quote),
    ),
    curl: post(`${restUrl}/jars/${urlPart(request.jarId)}/run`, runBody(request)),
  };
}

/** The same as an application, for which Flink's client has no command. */
export function runApplicationLines(restUrl: string, request: RunRequest): Pick<CommandLines, "curl"> {
  return { curl: post(`${restUrl}/jars/${urlPart(request.jarId)}/run-application`, runBody(request)) };
}

/** The body of `POST /jars/:jarid/plan`. The cluster decides missing values. */
export function planBody({ entryClass, programArgs, parallelism, flinkConfiguration }: RunRequest): {
  entryClass?: string;
  programArgsList: string[];
  parallelism: number;
  flinkConfiguration?: Record<string, string>;
} {
  return {
    ...(entryClass === "" ? {} : { entryClass }),
    programArgsList: [...programArgs],
    parallelism,
    ...(flinkConfiguration === undefined ? {} : { flinkConfiguration: { ...flinkConfiguration } }),
  };
}

/** The body of `POST /jars/:jarid/run`. The cluster decides missing values. */
export function runBody(request: RunRequest): ReturnType<typeof planBody> & {
  savepointPath?: string;
  allowNonRestoredState?: boolean;
  claimMode?: ClaimMode;
} {
  const { savepointPath, allowNonRestoredState, claimMode } = request;
  return {
    ...planBody(request),
    ...(savepointPath === ""
      ? {}
      : {
          savepointPath,
          ...(allowNonRestoredState ? { allowNonRestoredState } : {}),
          ...(claimMode === undefined ? {} : { claimMode }),
        }),
  };
}

/** `-m host:port`. For a cluster below a path, Flink's client needs the scheme as well (seen with 1.20.5 and 2.3.0). */
function target(restUrl: string): string {
  const { hostname, port, protocol, pathname } = new URL(restUrl);
  const address = `${hostname}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}`;
  const path = pathname.replace(/\/$/, "");
  return `-m ${quote(path === "" ? address : `${protocol}//${address}${path}`)}`;
}

/** Flink reads the body as JSON regardless of its content type. */
function post(url: string, body: object): string {
  return `curl -X POST ${quote(url)} -d ${quote(JSON.stringify(body))}`;
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** Plain words are not quoted, unless they start with `=`, which zsh expands. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/**
 * Quotes any text as one word for a shell. Quotes do not protect from a terminal: a pasted Ctrl-C
 * ends the line, and text after a pasted line break is executed. Such words become `$'…'` with the
 * octal codes of their UTF-8 bytes (bash, zsh, ksh, POSIX.1-2024).
 */
export function quote(word: string): string {
  return hasUnseen(word) ? `$'${Array.from(word, escape).join("")}'` : singleQuote(word);
}

/**
 * A text to copy, such as a path: unchanged, unless pasting it into a terminal would execute
 * something.
 */
export function copyable(text: string): string {
  return hasUnseen(text) ? quote(text) : text;
}

/** Quotes text as one word for a POSIX shell, for text that is not pasted into a terminal. */
export function singleQuote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** One character between `$'` and `'`. */
function escape(character: string): string {
  if (character === "'" || character === "\\") return `\\${character}`;
  if (!hasUnseen(character)) return character;
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
