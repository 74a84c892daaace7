// The one directory that a live cluster writes to, and the list in it of the processes it started. A cluster that was not stopped is found by it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { cacheDirectory } from "./cache-directory.ts";
import { identify, isAlive, type ProcessIdentity } from "./process-identity.ts";

const LIST = "processes.json";

/** What is shown of a log. */
const LOG_LINES = 12;

const identitySchema = z.object({ pid: z.int(), started: z.string() });

const listSchema = z.object({
  /** Who started the others. */
  supervisor: identitySchema,
  /** Epoch ms. */
  startedAt: z.number(),
  processes: z.array(z.extend(identitySchema, { name: z.string() })),
});

type ProcessList = z.infer<typeof listSchema>;

/** A run that is under way, of this process or of another. */
export interface Run {
  readonly path: string;
  readonly list: ProcessList;
}

/** What an earlier run that was not stopped left behind. */
export interface LeftBehind {
  /** Epoch ms. */
  readonly startedAt: number;
  /** Processes that ran still, by the names of their containers; they are ended. */
  readonly ended: readonly { readonly name: string; readonly pid: number }[];
}

/** Makes a directory for a new run and keeps its list of processes. */
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

  /** Writes down a process that was just started, under its container's name; those that have ended are forgotten. */
  note(name: string, pid: number): void {
    const identity = identify(pid);
    const alive = this.#list.processes.filter((process) => isAlive(process));
    this.#list = { ...this.#list, processes: identity === undefined ? alive : [...alive, { ...identity, name }] };
    this.#write();
  }

  /** A directory in it, made now unless it is there. */
  directory(...names: readonly string[]): string {
    const path = join(this.path, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Writes a file into it and answers its path. */
  file(name: string, content: string): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  /** The last lines that a container has written, its log's or what it printed, as the rest of a sentence. */
  endOfLog(name: string): string {
    const directory = this.directory(name);
    const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => /\.(log|out)$/.test(file));
    const ends = files.map((file) => `${file}:\n${endOf(readFileSync(join(directory, file), "utf8"))}`);
    return `Last lines of its logs:\n${ends.join("\n")}`;
  }

  /** Deletes all that is in a directory of it. */
  empty(name: string): void {
    removeDirectory(join(this.path, name));
  }

  /** Deletes it with all that is in it. */
  remove(): void {
    removeDirectory(this.path);
  }

  #write(): void {
    // Renamed into place, so that a reader finds either the complete old list or the complete new
    // one.
    writeFileSync(join(this.path, `${LIST}.new`), JSON.stringify(this.#list));
    renameSync(join(this.path, `${LIST}.new`), join(this.path, LIST));
  }
}

/** Runs whose supervisor is alive. */
export function runsUnderWay(): readonly Run[] {
  return readRuns().flatMap(({ path, list }) => (list !== undefined && isAlive(list.supervisor) ? [{ path, list }] : []));
}

/** Ends and deletes what runs have left whose supervisor is gone. Runs under way are left alone. */
export function sweepRuns(): readonly LeftBehind[] {
  return readRuns().flatMap(({ path, list }) => {
    if (list === undefined || isAlive(list.supervisor)) return [];
    const ended = list.processes.filter((process) => endIfAlive(process)).map(({ name, pid }) => ({ name, pid }));
    removeDirectory(path);
    return [{ startedAt: list.startedAt, ended }];
  });
}

/** The last lines that speak of errors, or if none does, the last of all. */
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

/** Undefined while there is none: that run has just begun, or is being deleted. */
function readList(path: string): ProcessList | undefined {
  try {
    return listSchema.parse(JSON.parse(readFileSync(join(path, LIST), "utf8")));
  } catch {
    return undefined;
  }
}

/** A process that was killed a moment ago may still be writing. */
function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
