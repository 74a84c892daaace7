// How survivors see a kill, a crash and a clean stop, on real threads.
import { afterEach, expect, test } from "vitest";
import { completeOptions } from "../src/engine/supervisor/cluster-options.ts";
import { MemoryStorage } from "../src/engine/supervisor/memory-storage.ts";
import { Supervisor } from "../src/engine/supervisor/supervisor.ts";
import { createEngineClock, nativeTime } from "../src/workers/engine-clock.ts";
import { createPortRuntime } from "../src/workers/port-runtime.ts";
import type { RawPort } from "../src/workers/raw-port.ts";
import { createThreadFactory } from "./engine-host.ts";
import type { LinkNotes } from "./testing/link-actors.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function start(taskManagers: number) {
  const clock = createEngineClock(nativeTime);
  const threads = createThreadFactory(new URL("./testing/link-actors.ts", import.meta.url));
  const storage = new MemoryStorage(10);
  const crashes: string[] = [];
  const supervisor: Supervisor<RawPort> = new Supervisor({
    clock,
    rng: { next: () => Math.random() },
    setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
    storage,
    options: completeOptions({ taskManagers }),
    connectRuntime: (events) => createPortRuntime(threads, storage, events),
    onCrash: (container, reason) => void crashes.push(`${container}: ${reason}`),
  });
  supervisor.boot();
  ends.push(async () => {
    supervisor.stop();
    clock.stop();
    await threads.allEnded();
  });
  return { supervisor, crashes };
}

async function ask(supervisor: Supervisor<RawPort>, container: string): Promise<unknown> {
  for (;;) {
    const response = await supervisor.ask(container, { method: "GET", url: "/" });
    // The supervisor answers this way until the container's thread has started, which takes long on
    // a busy machine.
    if (response.status !== 503) {
      expect(response.status).toBe(200);
      return JSON.parse(response.body);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The notes of `kafka` about one link, once they satisfy `isSo`. */
async function notesOnce(
  supervisor: Supervisor<RawPort>,
  peer: string,
  kind: string,
  isSo: (notes: LinkNotes) => boolean,
): Promise<LinkNotes> {
  for (;;) {
    const all = (await ask(supervisor, "kafka")) as LinkNotes[];
    const notes = all.find((link) => link.peer === peer && link.kind === kind);
    if (notes !== undefined && isSo(notes)) return notes;
  }
}

function exitCodeOf(supervisor: Supervisor<RawPort>, name: string): number | null | undefined {
  return supervisor.containers().find((container) => container.name === name)?.exitCode;
}

test("[LK2] a kill mid-stream resets data links at once, and nothing from the killed one arrives later", async () => {
  const { supervisor } = start(2);
  await notesOnce(supervisor, "taskmanager-1", "data", ({ received }) => received > 1_000);
  await notesOnce(supervisor, "taskmanager-1", "rpc", ({ received }) => received > 1_000);

  expect(supervisor.kill("taskmanager-1").ok).toBe(true);
  const data = await notesOnce(supervisor, "taskmanager-1", "data", ({ closed }) => closed !== undefined);
  expect(data).toMatchObject({ closed: "reset", isOpen: false, outOfSequence: 0 });
  expect(exitCodeOf(supervisor, "taskmanager-1")).toBe(137);

  // The survivor's stream continues for thousands of messages, and the count of the killed one has
  // not changed.
  const survivor = await notesOnce(supervisor, "taskmanager-2", "data", () => true);
  await notesOnce(supervisor, "taskmanager-2", "data", ({ received }) => received > survivor.received + 5_000);
  const later = await notesOnce(supervisor, "taskmanager-1", "data", () => true);
  expect(later).toMatchObject({ received: data.received, receivedAfterClosed: 0, closed: "reset" });
});

test("[LK3] a kill is silent on rpc links until the next send", async () => {
  const { supervisor } = start(1);
  await notesOnce(supervisor, "taskmanager-1", "rpc", ({ received }) => received > 100);
  supervisor.kill("taskmanager-1");
  const rpc = await notesOnce(supervisor, "taskmanager-1", "rpc", ({ isOpen }) => !isOpen);
  expect(rpc).not.toHaveProperty("closed");
  expect(rpc).toMatchObject({
    receivedAfterClosed: 0,
    sendError: "Could not send to taskmanager-1: recipient unreachable.",
  });
});

test("an uncaught error ends the container, and its peers see a reset", async () => {
  const { supervisor, crashes } = start(3);
  const data = await notesOnce(supervisor, "taskmanager-3", "data", ({ closed }) => closed !== undefined);
  expect(data).toMatchObject({ closed: "reset", outOfSequence: 0 });
  expect(exitCodeOf(supervisor, "taskmanager-3")).toBe(239);
  expect(crashes).toEqual([expect.stringContaining("taskmanager-3: TypeError: taskmanager-3 fails on purpose")]);
});

test("[LK11] a link with a protocol unknown to the other end ends the container that opened it", async () => {
  const { supervisor, crashes } = start(4);
  await expect.poll(() => exitCodeOf(supervisor, "taskmanager-4")).toBe(239);
  const reason = 'kafka refused a link from taskmanager-4: it does not speak the protocol "letters". It accepts: numbers.';
  expect(crashes).toContainEqual(expect.stringContaining(`taskmanager-4: LinkRefusedError: ${reason}`));
  // The other one serves its links as before.
  const before = await notesOnce(supervisor, "taskmanager-1", "data", () => true);
  await notesOnce(supervisor, "taskmanager-1", "data", ({ received }) => received > before.received + 100);
});

test("[LK6] a clean stop arrives after everything that was sent before it", async () => {
  const { supervisor } = start(1);
  await notesOnce(supervisor, "taskmanager-1", "rpc", ({ received }) => received > 100);
  supervisor.scale("taskmanager", 0);
  const rpc = await notesOnce(supervisor, "taskmanager-1", "rpc", ({ closed }) => closed !== undefined);
  expect(rpc).toMatchObject({ closed: "closed", lastWord: "goodbye", outOfSequence: 0 });
  const data = await notesOnce(supervisor, "taskmanager-1", "data", ({ closed }) => closed !== undefined);
  expect(data).toMatchObject({ closed: "closed", outOfSequence: 0 });
  await expect.poll(() => exitCodeOf(supervisor, "taskmanager-1")).toBe(143);
});

test("[LK5] a link to a container that does not run resets, or throws at the next send", async () => {
  const { supervisor } = start(1);
  await expect
    .poll(() => ask(supervisor, "jobmanager"))
    .toEqual({ reset: "reset", thrown: "Could not send to taskmanager-99: recipient unreachable." });
});

test("storage works from a thread, and a full one throws a StorageError there", async () => {
  const { supervisor } = start(1);
  expect(await ask(supervisor, "clickevent-generator")).toEqual({
    refusal: "StorageError",
    file: [1, 2, 3],
    before: ["/a/1"],
    after: [],
  });
});
