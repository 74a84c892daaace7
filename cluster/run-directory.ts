// The directory that a live cluster writes to, with the list of its processes. It allows a later
// run to find a cluster that was not stopped.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { cacheDirectory } from "./cache-directory.ts";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

const LIST = "processes.json";

/** The number of log lines shown. */
const LOG_LINES = 12;

const identitySchema = z.object({ pid: z.int(), started: z.string() });

const listSchema = z.object({
  /** The process that started the others. */
  supervisor: identitySchema,
  /** Epoch ms. */
  startedAt: z.number(),
  processes: z.array(z.extend(identitySchema, { name: z.string() })),
});

type ProcessList = z.infer<typeof listSchema>;

/** A run in progress, of this or another process. */
export interface Run {
  readonly path: string;
  readonly list: ProcessList;
}

/** The leftovers of an earlier run that was not stopped. */
export interface LeftBehind {
  /** Epoch ms. */
  readonly startedAt: number;
  /** Processes that still ran, by container name. They are ended. */
  readonly ended: readonly { readonly name: string; readonly pid: number }[];
}

/** Creates a directory for a run and maintains its list of processes. */
export class RunDirectory {
  readonly path: string;
  #list: ProcessList;

  constructor() {
    mkdirSync(runsDirectory(), { recursive: true });
    this.path = mkdtempSync(join(runsDirectory(), "run-"));
    const supervisor = identify(process.pid) ?? { pid: process.pid, started: "" };
    this.#list = { supervisor, startedAt: Date.now(), processes: [] };
    this.#write();
  }

  /** Adds a process under its container's name and removes ended ones. */
  note(name: string, pid: number): void {
    const identity = identify(pid);
    const alive = this.#list.processes.filter((process) => isAlive(process));
    this.#list = { ...this.#list, processes: identity === undefined ? alive : [...alive, { ...identity, name }] };
    this.#write();
  }

  /** A directory in it, created if missing. */
  directory(...names: readonly string[]): string {
    const path = join(this.path, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Writes a file into it and returns its path. */
  file(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  /** The last lines of a container's log or output, as the rest of a sentence. */
  endOfLog(name: string): string {
    const directory = this.directory(name);
    const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => /\.(log|out)$/.test(file));
    const ends = files.map((file) => `${file}:\n${endOf(readFileSync(join(directory, file), "utf8"))}`);
    return `Last lines of its logs:\n${ends.join("\n")}`;
  }

  /** Deletes the content of one of its directories. */
  empty(name: string): void {
    removeDirectory(join(this.path, name));
  }

  /** Deletes it with its content. */
  remove(): void {
    removeDirectory(this.path);
  }

  #write(): void {
    // Written beside the target and renamed, so that a reader finds either the complete old list or
    // the complete new one.
    writeFileSync(join(this.path, `${LIST}.new`), JSON.stringify(this.#list));
    renameSync(join(this.path, `${LIST}.new`), join(this.path, LIST));
  }
}

/** Runs whose supervisor is alive. */
export function runsUnderWay(): readonly Run[] {
  return readRuns().flatMap(({ path, list }) => (list !== undefined && isAlive(list.supervisor) ? [{ path, list }] : []));
}

/**
 * Ends the processes and deletes the files of runs whose supervisor has ended. Leaves runs in
 * progress alone.
 */
export function sweepRuns(): readonly LeftBehind[] {
  return readRuns().flatMap(({ path, list }) => {
    if (list === undefined || isAlive(list.supervisor)) return [];
    const ended = list.processes.filter((process) => endIfAlive(process)).map(({ name, pid }) => ({ name, pid }));
    removeDirectory(path);
    return [{ startedAt: list.startedAt, ended }];
  });
}

/** The last lines with errors, or the last lines. */
function endOf(log: string): string {
  const lines = log.trimEnd().split("\n");
  const errors = lines.filter((line) => /\b(ERROR|FATAL)\b|^Caused by|^\S*Exception\b/.test(line));
  return (errors.length > 0 ? errors : lines).slice(-LOG_LINES).join("\n");
}

function endIfAlive(identity: ProcessIdentity): boolean {
  if (!isAlive(identity)) return false;
  process.kill(identity.pid, "SIGKILL");
  return true;
}

function runsDirectory(): string {
  return join(cacheDirectory(), "runs");
}

function readRuns(): readonly { readonly path: string; readonly list: ProcessList | undefined }[] {
  let names: string[];
  try {
    names = readdirSync(runsDirectory());
  } catch {
    // Nothing was ever started here.
    return [];
  }
  return names.map((name) => {
    const path = join(runsDirectory(), name);
    return { path, list: readList(path) };
  });
}

/** Undefined while there is none, because that run has just begun or is being deleted. */
function readList(path: string): ProcessList | undefined {
  try {
    return listSchema.parse(JSON.parse(readFileSync(join(path, LIST), "utf8")));
  } catch {
    return undefined;
  }
}

/** A process that was just killed may still be writing. */
function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
