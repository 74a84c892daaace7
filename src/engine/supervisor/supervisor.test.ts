import { describe, expect, test } from "vitest";
import type { LinkKind } from "../host.ts";
import type { OutgoingLink } from "./container-runtime.ts";
import { recordSupervisor } from "./testing/recording-runtime.ts";

function boot(taskManagers = 1) {
  const recorded = recordSupervisor({ taskManagers });
  recorded.supervisor.boot();
  recorded.takeConversation();
  return recorded;
}

function states(recorded: ReturnType<typeof boot>) {
  return recorded.supervisor
    .containers()
    .filter(({ service }) => service === "taskmanager")
    .map(({ name, state, exitCode }) => `${name} ${state} ${String(exitCode)}`);
}

// With one TaskManager: jobmanager is incarnation 1, taskmanager-1 is 2, kafka 3, the generator 4.

describe("boot", () => {
  test("starts the playground's containers, each as an incarnation of its own", () => {
    const recorded = recordSupervisor();
    recorded.supervisor.boot();
    expect(recorded.takeConversation()).toEqual([
      "spawn 1 jobmanager",
      "spawn 2 taskmanager-1",
      "spawn 3 kafka",
      "spawn 4 clickevent-generator",
    ]);
  });

  test("lists every container with what docker would say of it", () => {
    const [jobmanager, taskManager] = boot().supervisor.containers();
    expect(jobmanager).toMatchObject({ name: "jobmanager", state: "running", exitCode: null, taskManagerId: null });
    expect(taskManager).toMatchObject({ name: "taskmanager-1", service: "taskmanager", startedAt: 1_000_000 });
    expect(taskManager?.taskManagerId).toMatch(/^taskmanager-1:\d{5}-[0-9a-f]{6}$/);
    expect(taskManager?.ports).toHaveLength(2);
  });
});

function outgoing(linkId: string, target: string, kind: LinkKind, end: string): OutgoingLink<string> {
  return { linkId, target, kind, protocol: "any", end };
}

describe("links", () => {
  test("hands the far end to the container that runs under that name now", () => {
    const { events, takeConversation } = boot();
    events.onConnect(2, outgoing("2/1", "jobmanager", "rpc", "port"));
    expect(takeConversation()).toEqual(["deliver rpc link 2/1 of taskmanager-1 to 1: port"]);
  });

  test("[LK5] reports at once, to the container that connects, that its peer does not run", () => {
    const { events, takeConversation } = boot();
    events.onConnect(2, outgoing("2/1", "taskmanager-9", "data", "port"));
    expect(takeConversation()).toEqual(["lose 2/1 at 2"]);
  });

  test("[LK2] tells every survivor before the killed container's thread ends", () => {
    const { supervisor, events, takeConversation } = boot();
    events.onConnect(2, outgoing("2/1", "jobmanager", "rpc", "a"));
    events.onConnect(2, outgoing("2/2", "kafka", "data", "b"));
    events.onConnect(3, outgoing("3/1", "taskmanager-1", "data", "c"));
    events.onConnect(4, outgoing("4/1", "kafka", "data", "d"));
    takeConversation();
    supervisor.kill("taskmanager-1");
    expect(takeConversation()).toEqual(["lose 2/1 at 1", "lose 2/2 3/1 at 3", "terminate 2"]);
  });

  test("[LK4] belong to one incarnation: the next one has none of them", () => {
    const { supervisor, events, takeConversation } = boot();
    events.onConnect(2, outgoing("2/1", "jobmanager", "rpc", "a"));
    supervisor.kill("taskmanager-1");
    supervisor.start("taskmanager-1");
    takeConversation();
    supervisor.kill("taskmanager-1");
    expect(takeConversation()).toEqual(["terminate 5"]);
  });

  test("count until both ends have closed, because messages sent before may still be in transit", () => {
    const { supervisor, events, takeConversation } = boot();
    for (const link of ["2/1", "2/2", "2/3"]) events.onConnect(2, outgoing(link, "kafka", "data", "port"));
    events.onLinkClosed(2, "2/1");
    events.onLinkClosed(3, "2/2");
    events.onLinkClosed(2, "2/3");
    events.onLinkClosed(3, "2/3");
    takeConversation();
    supervisor.kill("taskmanager-1");
    expect(takeConversation()).toEqual(["lose 2/1 at 3", "terminate 2"]);
  });

  test("are ignored when an incarnation that is gone asks for one", () => {
    const { supervisor, events, takeConversation } = boot();
    supervisor.kill("taskmanager-1");
    takeConversation();
    events.onConnect(2, outgoing("2/9", "kafka", "data", "port"));
    expect(takeConversation()).toEqual([]);
  });
});

describe("kill and start", () => {
  test("a killed container has exit code 137 and no TaskManager id", () => {
    const { supervisor } = boot();
    expect(supervisor.kill("taskmanager-1").ok).toBe(true);
    expect(supervisor.containers()[1]).toMatchObject({ state: "exited", exitCode: 137, startedAt: null, taskManagerId: null });
  });

  test("a started one is a new incarnation with a new TaskManager id", () => {
    const { supervisor, takeConversation } = boot();
    const before = supervisor.containers()[1]?.taskManagerId;
    supervisor.kill("taskmanager-1");
    takeConversation();
    supervisor.start("taskmanager-1");
    expect(takeConversation()).toEqual(["spawn 5 taskmanager-1"]);
    expect(supervisor.containers()[1]?.taskManagerId).not.toBe(before);
  });

  test("an uncaught error is a kill by the supervisor", () => {
    const recorded = boot();
    recorded.events.onCrashed(2, "TypeError: x is not a function");
    expect(recorded.takeConversation()).toEqual(["terminate 2"]);
    expect(states(recorded)).toEqual(["taskmanager-1 exited 239"]);
    expect(recorded.crashes).toEqual(["taskmanager-1: TypeError: x is not a function"]);
  });

  test("a crash that is reported twice, or after a kill, counts once", () => {
    const recorded = boot();
    recorded.supervisor.kill("taskmanager-1");
    recorded.events.onCrashed(2, "late");
    expect(states(recorded)).toEqual(["taskmanager-1 exited 137"]);
    expect(recorded.crashes).toEqual([]);
  });
});

describe("scale", () => {
  test("starts what has exited before it makes new ones", () => {
    const recorded = boot(2);
    recorded.supervisor.kill("taskmanager-1");
    recorded.takeConversation();
    recorded.supervisor.scale("taskmanager", 3);
    expect(recorded.takeConversation()).toEqual(["spawn 6 taskmanager-1", "spawn 7 taskmanager-3"]);
  });

  test("stops the highest numbers cleanly", () => {
    const recorded = boot(3);
    recorded.supervisor.scale("taskmanager", 1);
    expect(recorded.takeConversation()).toEqual(["shutdown 4", "shutdown 3"]);
    recorded.events.onStopped(4);
    recorded.events.onStopped(3);
    expect(recorded.takeConversation()).toEqual(["terminate 4", "terminate 3"]);
    expect(states(recorded)).toEqual(["taskmanager-1 running null", "taskmanager-2 exited 143", "taskmanager-3 exited 143"]);
  });

  test("[LK6] delivers a clean close, and resets only links that the stopped container never saw", () => {
    const { supervisor, events, takeConversation } = boot();
    events.onConnect(2, outgoing("2/1", "jobmanager", "rpc", "a"));
    events.onConnect(3, outgoing("3/1", "taskmanager-1", "data", "b"));
    supervisor.scale("taskmanager", 0);
    events.onLinkClosed(2, "2/1");
    takeConversation();
    events.onStopped(2);
    expect(takeConversation()).toEqual(["lose 3/1 at 3", "terminate 2"]);
  });

  test("kills one that does not stop within the grace period", () => {
    const recorded = boot(1);
    recorded.supervisor.scale("taskmanager", 0);
    recorded.advance(10_000);
    expect(states(recorded)).toEqual(["taskmanager-1 exited 137"]);
  });

  test("starts one again that is wanted back while it stops", () => {
    const recorded = boot(1);
    recorded.supervisor.scale("taskmanager", 0);
    recorded.supervisor.scale("taskmanager", 1);
    recorded.takeConversation();
    recorded.events.onStopped(2);
    expect(recorded.takeConversation()).toEqual(["terminate 2", "spawn 5 taskmanager-1"]);
  });

  test("lists TaskManagers by number, not by name", () => {
    const recorded = boot(1);
    recorded.supervisor.scale("taskmanager", 11);
    expect(states(recorded).at(1)).toBe("taskmanager-2 running null");
    expect(states(recorded).at(-1)).toBe("taskmanager-11 running null");
  });
});

describe("requests to containers", () => {
  const request = { method: "GET", url: "/overview" };

  test("are answered by what the container says", async () => {
    const { supervisor, events, requests } = boot();
    const answer = supervisor.ask("jobmanager", request);
    events.onResponse(1, requests[0]?.requestId ?? -1, { status: 200, contentType: "text/plain", body: "hello" });
    expect(await answer).toEqual({ status: 200, contentType: "text/plain", body: "hello" });
  });

  test("are a 503 when the container dies before it answers", async () => {
    const { supervisor, events } = boot();
    const answer = supervisor.ask("kafka", request);
    events.onCrashed(3, "boom");
    expect(await answer).toMatchObject({
      status: 503,
      body: '{"errors":["Unavailable: container kafka cannot answer: it crashed."]}',
    });
  });

  test("are a 503 when the container lets the deadline pass", async () => {
    const { supervisor, advance } = boot();
    const answer = supervisor.ask("kafka", request);
    advance(10_000);
    expect((await answer).status).toBe(503);
  });

  test("are settled at once when the caller aborts, and the answer that comes later is dropped", async () => {
    const { supervisor, events, requests } = boot();
    const controller = new AbortController();
    const answer = supervisor.ask("kafka", request, controller.signal);
    controller.abort();
    events.onResponse(3, requests[0]?.requestId ?? -1, { status: 200, contentType: "text/plain", body: "late" });
    expect(await answer).toMatchObject({
      status: 503,
      body: '{"errors":["Unavailable: container kafka cannot answer: the caller aborted the request."]}',
    });
  });

  test("are not sent for a caller that has aborted already", async () => {
    const { supervisor, requests } = boot();
    expect((await supervisor.ask("kafka", request, AbortSignal.abort())).status).toBe(503);
    expect(requests).toEqual([]);
  });

  test("are a 503 when the container does not run, in Flink's words for the JobManager", async () => {
    const { supervisor, events } = boot();
    events.onCrashed(1, "boom");
    expect(await supervisor.ask("jobmanager", request)).toMatchObject({
      status: 503,
      body: expect.stringContaining("ongoing leader election"),
    });
  });
});

describe("reset", () => {
  test("ends everything, empties the storage and boots again", async () => {
    const { supervisor, storage, takeConversation } = boot();
    storage.put("/tmp/x", new Uint8Array(3));
    const pending = supervisor.ask("jobmanager", { method: "GET", url: "/jobs" });
    takeConversation();
    supervisor.reset();
    expect(takeConversation()).toEqual([
      "terminate 1",
      "terminate 2",
      "terminate 3",
      "terminate 4",
      "spawn 5 jobmanager",
      "spawn 6 taskmanager-1",
      "spawn 7 kafka",
      "spawn 8 clickevent-generator",
    ]);
    expect(storage.usedBytes).toBe(0);
    expect((await pending).status).toBe(503);
  });

  test("drops a clean stop that was in progress", () => {
    const { supervisor, takeConversation, advance } = boot();
    supervisor.scale("taskmanager", 0);
    supervisor.scale("taskmanager", 1);
    supervisor.reset();
    takeConversation();
    advance(10_000);
    expect(takeConversation()).toEqual([]);
  });
});
