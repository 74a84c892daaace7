import { describe, expect, test } from "vitest";
import { type EngineRequest, type Host, StorageError } from "../engine/host.ts";
import { defineProtocol } from "../engine/protocol/protocol.ts";
import type { FromContainer } from "./container-messages.ts";
import { createPortHost, type PortHost } from "./port-host.ts";
import { createTestChannel } from "./testing/channel.ts";

/** A host whose supervisor is the test. */
function createHost() {
  const said: FromContainer[] = [];
  const deferred: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const steps: (() => void)[] = [];
  const portHost: PortHost = createPortHost(
    "taskmanager-1",
    7,
    { post: (message) => void said.push(message) },
    {
      clock: {
        now: () => 0,
        monotonicMs: () => 0,
        setTimer(_delayMs, callback) {
          timers.push(callback);
          return { clear: () => undefined };
        },
        runStep(step) {
          steps.push(step);
          step();
        },
        stop: () => undefined,
      },
      random: () => 0.5,
      defer: (callback) => void deferred.push(callback),
      createChannel: () => createTestChannel().ends,
    },
  );
  return {
    host: portHost.host,
    portHost,
    said,
    timers,
    steps,
    runDeferred: () => {
      for (const callback of deferred.splice(0)) callback();
    },
  };
}

const GREETINGS = defineProtocol<{ readonly goodbye: true }, never>("greetings");
const FAREWELLS = defineProtocol<never, never>("farewells");

const request: EngineRequest = { method: "GET", url: "/" };

function answerWith(body: string): Parameters<Host["onRequest"]>[0] {
  return () => Promise.resolve({ status: 200, contentType: "text/plain", body });
}

test("every callback of the program is a step of work for the clock", () => {
  const { host, portHost, timers, runDeferred, steps } = createHost();
  host.setTimer(5, () => undefined);
  host.defer(() => undefined);
  host.onShutdown(() => undefined);
  timers[0]?.();
  runDeferred();
  portHost.receive({ type: "peers-lost", linkIds: [] });
  expect(steps).toHaveLength(3);
});

describe("links", () => {
  test("are announced to the supervisor with numbers of their own", () => {
    const { host, said } = createHost();
    host.connect("jobmanager", "rpc", GREETINGS);
    host.connect("kafka", "data", GREETINGS);
    expect(said).toMatchObject([
      { type: "connect", linkId: "7/1", target: "jobmanager", kind: "rpc", protocol: "greetings" },
      { type: "connect", linkId: "7/2", target: "kafka", kind: "data", protocol: "greetings" },
    ]);
  });

  test("that come before there is a handler wait for it", () => {
    const { host, portHost, runDeferred } = createHost();
    const [port] = createTestChannel().ends;
    portHost.receive({ type: "link", linkId: "2/1", peer: "jobmanager", kind: "rpc", protocol: "greetings", port });
    const peers: string[] = [];
    host.onLink(GREETINGS, (link) => void peers.push(link.peer));
    expect(peers).toEqual([]);
    runDeferred();
    expect(peers).toEqual(["jobmanager"]);
  });

  test("end with the supervisor's word, which names them", () => {
    const { host, portHost } = createHost();
    const ends: string[] = [];
    for (const name of ["kafka", "taskmanager-2"])
      host.connect(name, "data", GREETINGS).onClosed((cause) => void ends.push(`${name} ${cause}`));
    portHost.receive({ type: "peers-lost", linkIds: ["7/2", "9/9"] });
    expect(ends).toEqual(["taskmanager-2 reset"]);
  });
});

describe("[LK11] a link of a protocol that the container does not speak", () => {
  function arrive({ portHost }: ReturnType<typeof createHost>, linkId: string) {
    const channel = createTestChannel();
    const [port, far] = channel.ends;
    const words: unknown[] = [];
    far.addEventListener("message", ({ data }) => void words.push(data));
    far.start();
    portHost.receive({ type: "link", linkId, peer: "jobmanager", kind: "rpc", protocol: "farewells", port });
    return { words, deliver: () => channel.deliver() };
  }

  test("is refused, and those of the protocols that it speaks are not", () => {
    const created = createHost();
    created.host.onLink(GREETINGS, () => expect.unreachable("of another protocol"));
    const { words, deliver } = arrive(created, "2/1");
    deliver();
    const reason = 'taskmanager-1 refused a link from jobmanager: it does not speak the protocol "farewells". It accepts: greetings.';
    expect(words).toEqual([`refused: ${reason}`]);
    expect(created.said).toEqual([{ type: "link-closed", linkId: "2/1" }]);
  });

  test("is judged when the program has started, which may add its handlers one by one", () => {
    const created = createHost();
    const { words, deliver } = arrive(created, "2/1");
    const peers: string[] = [];
    created.portHost.start((host) => {
      host.onLink(GREETINGS, () => undefined);
      host.onLink(FAREWELLS, (link) => void peers.push(link.peer));
    });
    created.runDeferred();
    deliver();
    expect([peers, words]).toEqual([["jobmanager"], []]);
  });

  test("is refused by a program that accepts no links, before and after it has started", () => {
    const created = createHost();
    const early = arrive(created, "2/1");
    created.portHost.start(() => undefined);
    created.runDeferred();
    const late = arrive(created, "2/2");
    early.deliver();
    late.deliver();
    const words = [expect.stringMatching(/^refused: .* It accepts no links\.$/)];
    expect([early.words, late.words]).toEqual([words, words]);
  });
});

describe("requests", () => {
  test("that come before there is a handler wait for it", async () => {
    const { host, portHost, said, runDeferred } = createHost();
    portHost.receive({ type: "request", requestId: 3, request });
    host.onRequest(answerWith("hello"));
    runDeferred();
    await expect
      .poll(() => said)
      .toEqual([{ type: "response", requestId: 3, response: { status: 200, contentType: "text/plain", body: "hello" } }]);
  });

  test("whose handler rejects are the end of the container", async () => {
    const { host, portHost, said } = createHost();
    host.onRequest(() => Promise.reject(new TypeError("a bug")));
    portHost.receive({ type: "request", requestId: 3, request });
    await expect.poll(() => said).toMatchObject([{ type: "crashed", reason: expect.stringContaining("TypeError: a bug") }]);
  });
});

describe("a crashed container", () => {
  test("[LK8] reports it once, and none of its callbacks runs again", () => {
    const { host, portHost, said, timers, runDeferred } = createHost();
    const ran: string[] = [];
    host.defer(() => void ran.push("deferred"));
    host.setTimer(1, () => void ran.push("timer"));
    host.onLink(GREETINGS, () => void ran.push("link"));
    portHost.crash("first");
    portHost.crash("second");
    runDeferred();
    for (const fire of timers) fire();
    const [port] = createTestChannel().ends;
    portHost.receive({ type: "link", linkId: "2/1", peer: "jobmanager", kind: "rpc", protocol: "greetings", port });
    expect(ran).toEqual([]);
    expect(said).toEqual([{ type: "crashed", reason: "first" }]);
  });
});

describe("a clean stop", () => {
  test("runs the handler, closes what is open, and then says that it stopped", () => {
    const { host, portHost, said } = createHost();
    const link = host.connect("jobmanager", "rpc", GREETINGS);
    host.onShutdown(() => link.send({ goodbye: true }));
    portHost.receive({ type: "shutdown" });
    expect(said.map(({ type }) => type)).toEqual(["connect", "link-closed", "stopped"]);
    expect(link.isOpen).toBe(false);
  });
});

describe("storage", () => {
  test("answers in the order in which the supervisor does", async () => {
    const { host, portHost, said } = createHost();
    const file = host.storage.get("/a");
    const paths = host.storage.list("/");
    expect(said).toMatchObject([
      { type: "storage-request", requestId: 1, operation: { type: "get", path: "/a" } },
      { type: "storage-request", requestId: 2, operation: { type: "list", prefix: "/" } },
    ]);
    portHost.receive({ type: "storage-reply", requestId: 2, reply: { type: "paths", paths: ["/a"] } });
    portHost.receive({ type: "storage-reply", requestId: 1, reply: { type: "file", bytes: new Uint8Array([5]) } });
    expect(await paths).toEqual(["/a"]);
    expect(await file).toEqual(new Uint8Array([5]));
  });

  test("is asked to discard a directory", async () => {
    const { host, portHost, said } = createHost();
    const discarded = host.storage.discard("/a");
    expect(said).toMatchObject([{ type: "storage-request", requestId: 1, operation: { type: "discard", directory: "/a" } }]);
    portHost.receive({ type: "storage-reply", requestId: 1, reply: { type: "done" } });
    await expect(discarded).resolves.toBeUndefined();
  });

  test("that is full rejects with StorageError", async () => {
    const { host, portHost } = createHost();
    const put = host.storage.put("/a", new Uint8Array(1));
    portHost.receive({ type: "storage-reply", requestId: 1, reply: { type: "failed", message: "No space left" } });
    await expect(put).rejects.toThrow(new StorageError("No space left"));
  });
});
