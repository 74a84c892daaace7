// The memory of a process as the operating system counts it, over time.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { assert } from "../src/base/assert.ts";
import { median } from "./percentile.ts";

/**
 * Resident bytes of the processes together. On Linux and macOS; throws elsewhere, and if one has
 * ended.
 */
export async function residentBytes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(pids.map((pid) => (process.platform === "linux" ? fromProc(pid) : fromPs(pid))));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function fromProc(pid: number): Promise<number> {
  return readStatus(await readFile(`/proc/${String(pid)}/status`, "utf8"));
}

/** The resident set in a `/proc/…/status`, bytes. */
export function readStatus(status: string): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  assert(kibibytes !== undefined, "the process has no resident memory: it is gone");
  return Number(kibibytes) * 1024;
}

async function fromPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) * 1024;
}

/**
 * Medians of equal parts of the samples, in order: for ten minutes, one per minute. Samples of an
 * incomplete part belong to the last one.
 */
export function medianByPart(samples: readonly number[], parts: number): number[] {
  const length = Math.floor(samples.length / parts);
  assert(length >= 1, `${String(samples.length)} samples are too few for ${String(parts)} parts`);
  return Array.from({ length: parts }, (_, part) => {
    const end = part === parts - 1 ? samples.length : (part + 1) * length;
    return median(samples.slice(part * length, end));
  });
}
