// Process ids are reused. An id and a start time together identify one process.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** A process, possibly ended. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the system's format, used only for comparison. */
  readonly started: string;
}

/** The process with that id now; undefined if there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = existsSync("/proc/self/stat") ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether that process still runs. */
export function isAlive(process: ProcessIdentity): boolean {
  return identify(process.pid)?.started === process.started;
}

function startedOnLinux(pid: number): string | undefined {
  try {
    return startTimeOfStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // No such process.
    return undefined;
  }
}

/**
 * Field 22 of /proc/PID/stat, in clock ticks since boot; undefined for a zombie, which only waits
 * for its parent.
 */
export function startTimeOfStat(stat: string): string | undefined {
  // "pid (command) state parent …". The command may contain any characters.
  const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

function startedByPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  const text = stdout.trim();
  return status === 0 && text !== "" ? text : undefined;
}
