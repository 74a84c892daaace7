// Process ids are reused. Together with its start time, an id identifies one process for good.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** A process, also after its end. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As the system says it; only compared. */
  readonly started: string;
}

/** The process that has that id now; undefined if there is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = existsSync("/proc/self/stat") ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether that very process runs still. */
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

/** Field 22 of /proc/PID/stat, in clock ticks since boot; undefined of a zombie, which only waits for its parent to look. */
export function startTimeOfStat(stat: string): string | undefined {
  // "pid (command) state parent …", and the command may hold anything.
  const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
  return fields[0] === "Z" ? undefined : fields[19];
}

function startedByPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  const text = stdout.trim();
  return status === 0 && text !== "" ? text : undefined;
}
