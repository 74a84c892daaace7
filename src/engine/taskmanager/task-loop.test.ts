import { describe, expect, it } from "vitest";
import { FakeNetwork } from "./testing/fake-network.ts";
import { TaskLoop, type Steppable } from "./task-loop.ts";

/** Takes `steps` steps and notes each. */
function worker(name: string, steps: number, log: string[]): Steppable {
  return {
    step: () => {
      log.push(name);
      return --steps > 0;
    },
  };
}

describe("TaskLoop", () => {
  it("lets everyone take a step in turn", async () => {
    const network = new FakeNetwork();
    const loop = new TaskLoop(network.start("taskmanager-1"));
    const log: string[] = [];
    loop.schedule(worker("a", 3, log));
    loop.schedule(worker("b", 2, log));
    await network.settle();
    expect(log).toEqual(["a", "b", "a", "b", "a"]);
  });

  it("schedules once, however often it is asked to", async () => {
    const network = new FakeNetwork();
    const loop = new TaskLoop(network.start("taskmanager-1"));
    const log: string[] = [];
    const once = worker("a", 1, log);
    loop.schedule(once);
    loop.schedule(once);
    await network.settle();
    expect(log).toEqual(["a"]);
  });

  it("lets waiting callbacks run before its own work is done", async () => {
    const network = new FakeNetwork();
    const host = network.start("taskmanager-1");
    const loop = new TaskLoop(host);
    const log: string[] = [];
    loop.schedule(worker("step", 1_000, log));
    host.defer(() => log.push("message"));
    await network.settle();
    expect(log.indexOf("message")).toBeLessThan(100);
    expect(log).toHaveLength(1_001);
  });
});
