import { describe, expect, it } from "vitest";
import { type Host, LinkRefusedError, UnreachableError } from "../host.ts";
import { defineProtocol } from "../protocol/protocol.ts";
import { ToyCluster } from "./testing/toy-cluster.ts";

const COUNTING = defineProtocol<number, never>("counting");
const TALK = defineProtocol<string, never>("talk");
const BYTES = defineProtocol<{ readonly own: Uint8Array; readonly copied: Uint8Array }, never>("bytes");

/** `sender` sends 1, 2, 3, … over a data link, one each millisecond or so; `receiver` writes down what comes. */
function countingCluster(seed: number, afterlifeMs = 0) {
  const received: (number | string)[] = [];
  /** The same, apart for each link that the receiver has been given. */
  const byLink: (number | string)[][] = [];
  const cluster = new ToyCluster(
    seed,
    {
      sender: (host: Host) => {
        const link = host.connect("receiver", "data", COUNTING);
        let next = 1;
        const tick = () => {
          link.send(next++);
          host.setTimer(1, tick);
        };
        tick();
      },
      receiver: (host: Host) => {
        host.onLink(COUNTING, (link) => {
          const ofLink: (number | string)[] = [];
          byLink.push(ofLink);
          const receive = (what: number | string) => {
            received.push(what);
            ofLink.push(what);
          };
          link.onMessage(receive);
          link.onClosed(receive);
        });
      },
    },
    afterlifeMs,
  );
  cluster.start("receiver");
  cluster.start("sender");
  return { cluster, received, byLink };
}

describe("links", () => {
  it("[LK1] delivers the messages of one link in order and none twice", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { cluster, received } = countingCluster(seed);
      await cluster.simulation.runUntil(1_000);
      expect(received.length).toBeGreaterThan(100);
      expect(received).toEqual(received.map((_, index) => index + 1));
    }
  });

  it("[LK2] after a kill delivers the first messages in transit, then reports one reset within 50 ms, then nothing", async () => {
    const lastBeforeReset = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const { cluster, received } = countingCluster(seed);
      cluster.simulation.conditions.messageMs = { low: 20, high: 40 };
      await cluster.simulation.runUntil(1_000);
      cluster.kill("sender");
      const atKill = received.length;
      await cluster.simulation.runUntil(1_053);
      expect(received.at(-1)).toBe("reset");
      const numbers = received.slice(0, -1);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      lastBeforeReset.add(numbers.length - atKill);
      await cluster.simulation.runUntil(3_000);
      expect(received.at(-1)).toBe("reset");
    }
    expect(lastBeforeReset.size).toBeGreaterThan(5);
  });

  it("[LK3] reports nothing on an rpc link: the next send throws", async () => {
    const seen: string[] = [];
    const cluster = new ToyCluster(3, {
      caller: (host) => {
        const link = host.connect("callee", "rpc", TALK);
        link.onClosed((cause) => seen.push(cause));
        const call = () => {
          try {
            link.send("ping");
          } catch (error) {
            seen.push(error instanceof UnreachableError ? `${error.peer} unreachable` : String(error));
            return;
          }
          host.setTimer(100, call);
        };
        call();
      },
      callee: (host) => host.onLink(TALK, (link) => link.onMessage(() => undefined)),
    });
    cluster.start("callee");
    cluster.start("caller");
    await cluster.simulation.runUntil(500);
    cluster.kill("callee");
    await cluster.simulation.runUntil(1_000);
    expect(seen).toEqual(["callee unreachable"]);
  });

  it("[LK4] belongs to one incarnation: a restarted peer is reached by a new link only", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { cluster, byLink } = countingCluster(seed);
      await cluster.simulation.runUntil(500);
      cluster.kill("sender");
      cluster.start("sender");
      await cluster.simulation.runUntil(1_000);
      // The new link may bring its first messages before the old one is reset.
      const [firstLife = [], secondLife = [], ...more] = byLink;
      expect(more).toEqual([]);
      expect(firstLife).toEqual([...firstLife.slice(0, -1).map((_, index) => index + 1), "reset"]);
      expect(firstLife.length).toBeGreaterThan(100);
      expect(secondLife).toEqual(secondLife.map((_, index) => index + 1));
      expect(secondLife.length).toBeGreaterThan(100);
    }
  });

  it("[LK5] resets a data link to a container that does not run", async () => {
    const seen: string[] = [];
    const cluster = new ToyCluster(5, {
      lonely: (host) => host.connect("missing", "data", TALK).onClosed((cause) => seen.push(cause)),
    });
    cluster.start("lonely");
    await cluster.simulation.runUntil(500);
    expect(seen).toEqual(["reset"]);
  });

  it("[LK6] tells the peer of a clean close behind what was sent before", async () => {
    const seen: unknown[] = [];
    const cluster = new ToyCluster(6, {
      leaver: (host) => {
        const link = host.connect("stayer", "rpc", TALK);
        link.send("one");
        link.send("two");
        link.close();
      },
      stayer: (host) =>
        host.onLink(TALK, (link) => {
          link.onMessage((message) => seen.push(message));
          link.onClosed((cause) => seen.push(cause));
        }),
    });
    cluster.start("stayer");
    cluster.start("leaver");
    await cluster.simulation.runUntil(500);
    expect(seen).toEqual(["one", "two", "closed"]);
  });

  it("[LK10] delivers nothing at an end that has closed itself, not even messages in flight", async () => {
    const seen: unknown[] = [];
    const cluster = new ToyCluster(10, {
      talker: (host) => {
        const link = host.connect("listener", "data", COUNTING);
        for (let n = 1; n <= 10; n++) link.send(n);
      },
      listener: (host) =>
        host.onLink(COUNTING, (link) =>
          link.onMessage((message) => {
            seen.push(message);
            if (message === 3) link.close();
          }),
        ),
    });
    cluster.start("listener");
    cluster.start("talker");
    await cluster.simulation.runUntil(500);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("[LK11] ends the container that dials with a protocol that the other does not speak, whether or not it has started", async () => {
    for (const order of [
      ["listener", "talker"],
      ["talker", "listener"],
    ]) {
      const heard: unknown[] = [];
      const cluster = new ToyCluster(11, {
        talker: (host) => host.connect("listener", "data", TALK).send("hello"),
        listener: (host) => host.onLink(COUNTING, (link) => link.onMessage((message) => heard.push(message))),
      });
      for (const container of order) cluster.start(container);
      await cluster.simulation.runUntil(500);
      const reason = 'listener refused a link from talker: it does not speak the protocol "talk". It accepts: counting.';
      expect(cluster.simulation.crashes).toMatchObject([{ container: "talker", error: new LinkRefusedError(reason) }]);
      expect(heard).toEqual([]);
    }
  });

  it("[LK11] refuses every link to a program that accepts none", async () => {
    for (const order of [
      ["mute", "talker"],
      ["talker", "mute"],
    ]) {
      const cluster = new ToyCluster(12, { talker: (host) => host.connect("mute", "rpc", TALK), mute: () => undefined });
      for (const container of order) cluster.start(container);
      await cluster.simulation.runUntil(500);
      expect(cluster.simulation.crashes.map(({ container }) => container)).toEqual(["talker"]);
    }
  });

  it("[LK7] takes a transferred buffer away from its sender and copies what is not transferred", async () => {
    const seen: number[] = [];
    let own = new Uint8Array(0);
    let copied = new Uint8Array(0);
    const cluster = new ToyCluster(7, {
      sender: (host) => {
        own = new Uint8Array([1, 2]);
        copied = new Uint8Array([3, 4]);
        host.connect("receiver", "data", BYTES).send({ own, copied }, [own.buffer]);
        copied[0] = 9;
      },
      receiver: (host) =>
        host.onLink(BYTES, (link) =>
          link.onMessage((message) => {
            seen.push(...message.own, ...message.copied);
          }),
        ),
    });
    cluster.start("receiver");
    cluster.start("sender");
    await cluster.simulation.runUntil(500);
    expect(own.length).toBe(0);
    expect(copied[0]).toBe(9);
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});

describe("a dead actor", () => {
  it("[LK8] runs no callback, and a call of a left-over continuation throws", async () => {
    let ticks = 0;
    let host: Host | undefined;
    const cluster = new ToyCluster(8, {
      victim: (own) => {
        host = own;
        const tick = () => {
          ticks++;
          own.setTimer(5, tick);
        };
        tick();
      },
    });
    cluster.start("victim");
    await cluster.simulation.runUntil(500);
    cluster.kill("victim");
    const atKill = ticks;
    await cluster.simulation.runUntil(1_000);
    expect(ticks).toBe(atKill);
    expect(() => host?.setTimer(0, () => undefined)).toThrow("victim is dead");
    expect(() => host?.clock.now()).toThrow("victim is dead");
  });

  it("[LK8] never gets the result of its storage call", async () => {
    let answers = 0;
    const cluster = new ToyCluster(9, {
      victim: (host) => {
        void host.storage.put("a", new Uint8Array(1)).then(() => answers++);
      },
    });
    cluster.simulation.conditions.storage.latencyMs = { low: 400, high: 500 };
    cluster.start("victim");
    await cluster.simulation.runUntil(300);
    cluster.kill("victim");
    await cluster.simulation.runUntil(2_000);
    expect(answers).toBe(0);
  });

  it("[LK8] gets no result if it dies in a call of storage", async () => {
    let heard = 0;
    const cluster = new ToyCluster(12, {
      victim: (host) => {
        const read = async () => host.storage.get("a");
        const hear = () => heard++;
        host.setTimer(400, () => void read().then(hear, hear));
      },
    });
    cluster.start("victim");
    await cluster.simulation.runUntil(300);
    const victim = cluster.simulation.actor("victim");
    cluster.simulation.onDied = (actor) => cluster.kill(actor.container);
    victim?.dieAfterCalls(1);
    await cluster.simulation.runUntil(2_000);
    expect(victim?.isDead).toBe(true);
    expect(heard).toBe(0);
  });

  it("[LK8] may die in the middle of a step, and its earlier messages are still sent", async () => {
    const { cluster, received } = countingCluster(10);
    await cluster.simulation.runUntil(500);
    const sender = cluster.simulation.actor("sender");
    cluster.simulation.onDied = (actor) => cluster.kill(actor.container);
    sender?.dieAfterCalls(2);
    await cluster.simulation.runUntil(1_000);
    expect(sender?.isDead).toBe(true);
    expect(received.at(-1)).toBe("reset");
  });

  it("[LK9] has no effect while its thread continues, because the survivors have closed their ends", async () => {
    const { cluster, received } = countingCluster(11, 2_000);
    await cluster.simulation.runUntil(500);
    cluster.kill("sender");
    await cluster.simulation.runUntil(553);
    const atReset = received.length;
    expect(received.at(-1)).toBe("reset");
    await cluster.simulation.runUntil(3_000);
    expect(received.length).toBe(atReset);

    const careless = countingCluster(11, 2_000);
    careless.cluster.forgetsLinks = true;
    await careless.cluster.simulation.runUntil(500);
    careless.cluster.kill("sender");
    const atKill = careless.received.length;
    await careless.cluster.simulation.runUntil(3_000);
    expect(careless.received.length).toBeGreaterThan(atKill + 100);
  });
});

describe("Simulation", () => {
  it("takes the same steps for the same seed, and others for another", async () => {
    const run = async (seed: number) => {
      const { cluster } = countingCluster(seed);
      await cluster.simulation.runUntil(500);
      cluster.kill("sender");
      cluster.start("sender");
      await cluster.simulation.runUntil(1_000);
      return cluster.simulation.trace.digest;
    };
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });

  it("[SIM17] lets every continuation run before the next step, however many awaits lead to it", async () => {
    const order: string[] = [];
    const cluster = new ToyCluster(15, {
      thinker: (host) => {
        host.onRequest(async () => {
          order.push("asked");
          for (let turn = 0; turn < 1_000; turn++) await Promise.resolve();
          order.push("went on");
          return { status: 200, contentType: "text/plain", body: "" };
        });
        const tick = () => {
          order.push("tick");
          host.setTimer(1, tick);
        };
        tick();
      },
    });
    cluster.start("thinker");
    await cluster.simulation.runUntil(500);
    void cluster.request("thinker", { method: "GET", url: "/" });
    await cluster.simulation.runUntil(1_000);
    const asked = order.indexOf("asked");
    expect(order.slice(asked, asked + 3)).toEqual(["asked", "went on", "tick"]);
  });

  it("keeps what comes for an actor that is held up, in order", async () => {
    const { cluster, received } = countingCluster(12);
    await cluster.simulation.runUntil(500);
    const before = received.length;
    const receiver = cluster.simulation.actor("receiver");
    if (receiver !== undefined) cluster.simulation.stall(receiver, 300);
    await cluster.simulation.runUntil(790);
    expect(received.length).toBe(before);
    await cluster.simulation.runUntil(1_000);
    expect(received.length).toBeGreaterThan(before + 200);
    expect(received).toEqual(received.map((_, index) => index + 1));
  });

  it("holds up one direction between two containers", async () => {
    const { cluster, received } = countingCluster(13);
    await cluster.simulation.runUntil(500);
    cluster.simulation.stallLinks("receiver", "sender", 200);
    await cluster.simulation.runUntil(505);
    const before = received.length;
    await cluster.simulation.runUntil(695);
    expect(received.length).toBe(before);
    await cluster.simulation.runUntil(800);
    expect(received.length).toBeGreaterThan(before + 150);
  });

  it("takes an uncaught error for the end of the container, and keeps it", async () => {
    const cluster = new ToyCluster(14, {
      broken: () => {
        throw new Error("broken by design");
      },
    });
    cluster.start("broken");
    await cluster.simulation.runUntil(500);
    expect(cluster.simulation.crashes).toMatchObject([{ container: "broken", error: new Error("broken by design") }]);
  });
});
