import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureExists } from "../src/base/assert.ts";
import { cacheDirectory } from "./cache-directory.ts";
import { freePorts } from "./free-ports.ts";
import { exitCodeOf } from "./jvm.ts";
import { listeningInodes, portHolder } from "./port-holder.ts";
import { identify, isAlive, startTimeOfStat } from "./process-identity.ts";
import { RunDirectory, runsUnderWay, sweepRuns } from "./run-directory.ts";

describe("a process by its id and start time", () => {
  it("is not the next one with that id", () => {
    const self = ensureExists(identify(process.pid), "this process");
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, started: "another time" })).toBe(false);
  });

  it("reads the start time after a command with spaces and brackets, and none for a zombie", () => {
    const rest = Array.from({ length: 18 }, (_, index) => String(index)).join(" ");
    expect(startTimeOfStat(`12 (a) b (c) S ${rest} 4711 0`)).toBe("4711");
    expect(startTimeOfStat(`12 (a) Z ${rest} 4711 0`)).toBeUndefined();
  });
});

describe("a run's directory", () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "drey-runs-"));
    vi.stubEnv("DREY_CACHE", cache);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(cache, { recursive: true });
  });

  it("is left alone while its creator runs", () => {
    const run = new RunDirectory();
    expect(runsUnderWay().map(({ path }) => path)).toEqual([run.path]);
    expect(sweepRuns()).toEqual([]);
    expect(existsSync(run.path)).toBe(true);
    run.remove();
    expect(existsSync(run.path)).toBe(false);
  });

  it("is cleaned up when its creator has ended: its processes are ended and named", async () => {
    const run = new RunDirectory();
    const child = spawn("sleep", ["300"], { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", (_code, signal) => done(signal)));
    const pid = ensureExists(child.pid, "the child's id");
    run.note("taskmanager-1", pid);
    // As if the supervisor had died and its id belonged to another process.
    const file = join(run.path, "processes.json");
    const list = JSON.parse(readFileSync(file, "utf8")) as { supervisor: { started: string } };
    list.supervisor.started = "long ago";
    writeFileSync(file, JSON.stringify(list));

    expect(runsUnderWay()).toEqual([]);
    expect(sweepRuns()).toMatchObject([{ ended: [{ name: "taskmanager-1", pid }] }]);
    expect(await ended).toBe("SIGKILL");
    expect(existsSync(run.path)).toBe(false);
    expect(sweepRuns()).toEqual([]);
  });
});

it("chooses different ports outside the range of outgoing connections", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

it("finds the process that listens on a port", async () => {
  const [port = 0] = await freePorts(1);
  expect(portHolder(port)).toBeUndefined();
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  expect(portHolder(port)?.pid).toBe(process.pid);
  await new Promise((done) => server.close(done));
});

it("reads listening sockets from the kernel's table", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5151 1 0000 100 0 0 10 0
   1: 0100007F:1F91 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 5152 1 0000 20 4 30 10 -1`;
  expect(listeningInodes(table, 8081)).toEqual(["5151"]);
  expect(listeningInodes(table, 8082)).toEqual([]);
});

it("has exit codes as Docker shows them", () => {
  expect(exitCodeOf(null, "SIGKILL")).toBe(137);
  expect(exitCodeOf(null, "SIGTERM")).toBe(143);
  expect(exitCodeOf(143, null)).toBe(143);
  expect(exitCodeOf(0, null)).toBe(0);
});

it("caches downloads in the user's directory, or else in the default one", () => {
  expect(cacheDirectory({ DREY_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
  expect(cacheDirectory({ XDG_CACHE_HOME: "/b" })).toBe("/b/drey");
  expect(cacheDirectory({ HOME: "/c" })).toMatch(/\/\.cache\/drey$/);
});
