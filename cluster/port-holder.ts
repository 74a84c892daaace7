// Finds the process that listens on a port, for the error message about a port in use.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A listening process. */
export interface PortHolder {
  readonly pid: number;
  /** Its command line, shortened. */
  readonly command: string;
}

const LISTEN = "0A";
const COMMAND_LENGTH = 80;

/** The process that listens on that port; undefined if there is none or the user may not see it. */
export function portHolder(port: number): PortHolder | undefined {
  const pid = process.platform === "linux" ? holderOnLinux(port) : holderByLsof(port);
  if (pid === undefined) return undefined;
  const { stdout } = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return { pid, command: (stdout ?? "").trim().slice(0, COMMAND_LENGTH) };
}

function holderOnLinux(port: number): number | undefined {
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => readIfThere(path) ?? []);
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => holdsAny(pid, sockets));
}

/**
 * Inodes of the sockets that listen on a port, from /proc/net/tcp: `sl local_address rem_address st
 * … inode …`, in hexadecimal.
 */
export function listeningInodes(table: string, port: number): readonly string[] {
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
    const isMeant = state === LISTEN && Number.parseInt(local.split(":")[1] ?? "", 16) === port;
    return isMeant && inode !== undefined ? [inode] : [];
  });
}

function holdsAny(pid: number, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readIfLink(`/proc/${pid}/fd/${fd}`) ?? ""));
  } catch {
    // It has ended, or belongs to another user.
    return false;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readIfLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function holderByLsof(port: number): number | undefined {
  const { status, stdout } = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"], { encoding: "utf8" });
  const pid = Number((stdout ?? "").split("\n")[0]);
  return status === 0 && Number.isInteger(pid) && pid > 0 ? pid : undefined;
}
