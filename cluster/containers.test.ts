import { describe, expect, it } from "vitest";
import { type ContainerProcess, Containers } from "./containers.ts";

/** A process that ends when told to; `crash` is an unexpected end. */
class FakeProcess implements ContainerProcess {
  readonly ended: Promise<number>;
  readonly crash: (exitCode: number) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.ended = promise;
    this.crash = resolve;
  }

  async kill(): Promise<void> {
    this.crash(137);
    await this.ended;
  }

  async stop(): Promise<void> {
    this.crash(143);
    await this.ended;
  }
}

function setUp() {
  const processes = new Map<string, FakeProcess>();
  const crashes: string[] = [];
  let starts = 0;
  const containers = new Containers(
    (service, name) => {
      const jvm = new FakeProcess();
      processes.set(name, jvm);
      const isTaskManager = service === "taskmanager";
      return Promise.resolve({ jvm, command: service, ports: [], ...(isTaskManager ? { taskManagerId: `${name}#${++starts}` } : {}) });
    },
    (name, exitCode) => crashes.push(`${name} ${exitCode}`),
  );
  const states = () => containers.list().map(({ name, state, exitCode }) => `${name} ${state}${exitCode === null ? "" : ` ${exitCode}`}`);
  return { containers, processes, crashes, states };
}

async function withTaskManagers(count: number) {
  const parts = setUp();
  await parts.containers.add("jobmanager", "jobmanager");
  await parts.containers.command({ kind: "scale", service: "taskmanager", replicas: count });
  return parts;
}

describe("a container", () => {
  it("is killed with exit code 137 and started as a new incarnation", async () => {
    const { containers, states, crashes } = await withTaskManagers(1);
    const id = () => containers.list()[1]?.taskManagerId;
    expect(id()).toBe("taskmanager-1#1");
    expect(await containers.kill("taskmanager-1")).toMatchObject({ ok: true });
    expect(states()).toEqual(["jobmanager running", "taskmanager-1 exited 137"]);
    expect(id()).toBeNull();
    expect(await containers.start("taskmanager-1")).toMatchObject({ ok: true });
    expect(states()).toEqual(["jobmanager running", "taskmanager-1 running"]);
    expect(id()).toBe("taskmanager-1#2");
    expect(crashes).toEqual([]);
  });

  it("is neither killed nor started twice, and must exist", async () => {
    const { containers } = await withTaskManagers(1);
    expect(await containers.start("taskmanager-1")).toMatchObject({ ok: false, error: { status: 409 } });
    await containers.kill("taskmanager-1");
    expect(await containers.kill("taskmanager-1")).toMatchObject({ ok: false, error: { status: 409 } });
    expect(await containers.kill("taskmanager-7")).toMatchObject({ ok: false, error: { status: 404 } });
    expect(await containers.command({ kind: "killService", service: "zookeeper" })).toMatchObject({ ok: false, error: { status: 404 } });
  });

  it("that ends by itself is reported and shown with its exit code", async () => {
    const { processes, crashes, states } = await withTaskManagers(1);
    processes.get("jobmanager")?.crash(239);
    await expect.poll(states).toEqual(["jobmanager exited 239", "taskmanager-1 running"]);
    expect(crashes).toEqual(["jobmanager 239"]);
  });
});

describe("the number of TaskManagers", () => {
  it("decreases by clean stops of the highest", async () => {
    const { containers, states } = await withTaskManagers(3);
    expect(await containers.command({ kind: "scale", service: "taskmanager", replicas: 1 })).toMatchObject({ ok: true });
    await expect
      .poll(states)
      .toEqual(["jobmanager running", "taskmanager-1 running", "taskmanager-2 exited 143", "taskmanager-3 exited 143"]);
  });

  it("increases by starting exited ones before creating new ones", async () => {
    const { containers, states } = await withTaskManagers(2);
    await containers.kill("taskmanager-1");
    await containers.command({ kind: "scale", service: "taskmanager", replicas: 3 });
    expect(states()).toEqual(["jobmanager running", "taskmanager-1 running", "taskmanager-2 running", "taskmanager-3 running"]);
  });

  it("counts only TaskManagers", async () => {
    const { containers } = await withTaskManagers(1);
    expect(await containers.command({ kind: "scale", service: "jobmanager", replicas: 2 })).toMatchObject({
      ok: false,
      error: { status: 409 },
    });
  });

  it("is killed and started as a service", async () => {
    const { containers, states } = await withTaskManagers(2);
    await containers.command({ kind: "killService", service: "taskmanager" });
    expect(states()).toEqual(["jobmanager running", "taskmanager-1 exited 137", "taskmanager-2 exited 137"]);
    await containers.command({ kind: "startService", service: "taskmanager" });
    expect(states()).toEqual(["jobmanager running", "taskmanager-1 running", "taskmanager-2 running"]);
    expect(await containers.command({ kind: "startService", service: "taskmanager" })).toMatchObject({ ok: false, error: { status: 409 } });
  });
});
