import { describe, expect, test } from "vitest";
import { type LinkKind, LinkRefusedError, UnreachableError } from "../engine/host.ts";
import { createPortLink } from "./port-link.ts";
import { openPort } from "./raw-port.ts";
import { createTestChannel } from "./testing/channel.ts";

function connect(kind: LinkKind) {
  const channel = createTestChannel();
  const deferred: (() => void)[] = [];
  const forgotten: string[] = [];
  const [opener, acceptor] = channel.ends.map((end, index) =>
    createPortLink({ peer: index === 0 ? "kafka" : "taskmanager-1", kind, protocol: "broker" }, openPort(end), {
      run: (callback) => callback(),
      defer: (callback) => void deferred.push(callback),
      forget: (isClean) => void forgotten.push(`${index === 0 ? "opener" : "acceptor"} ${isClean ? "cleanly" : "lost"}`),
    }),
  );
  if (opener === undefined || acceptor === undefined) throw new Error("a channel has two ends");
  return { opener, acceptor, deliver: () => channel.deliver(), deferred, forgotten };
}

function record(link: ReturnType<typeof connect>["opener"]): unknown[] {
  const seen: unknown[] = [];
  link.onMessage((message) => void seen.push(message));
  link.onClosed((cause) => void seen.push(cause));
  return seen;
}

describe("a link", () => {
  test("[LK1] keeps messages until there is a handler, then delivers them in order", () => {
    const { opener, acceptor, deliver } = connect("data");
    opener.send({ n: 1 });
    opener.send({ n: 2 });
    deliver();
    const seen = record(acceptor);
    opener.send({ n: 3 });
    deliver();
    expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test.each<LinkKind>(["data", "rpc"])("[LK6] of kind %s tells the peer of a clean close, behind what was sent", (kind) => {
    const { opener, acceptor, deliver, forgotten } = connect(kind);
    const seen = record(acceptor);
    const own = record(opener);
    opener.send({ n: 1 });
    opener.close();
    opener.close();
    deliver();
    expect(seen).toEqual([{ n: 1 }, "closed"]);
    expect(own).toEqual([]);
    expect([opener.isOpen, acceptor.isOpen]).toEqual([false, false]);
    expect(forgotten).toEqual(["opener cleanly", "acceptor cleanly"]);
  });

  test.each<LinkKind>(["data", "rpc"])("[LK11] of kind %s that is refused throws the reason at its opener, and nothing else", (kind) => {
    const { opener, acceptor, deliver, forgotten } = connect(kind);
    const own = record(opener);
    acceptor.refuse("kafka refused it");
    acceptor.refuse("a second time");
    expect(deliver).toThrow(new LinkRefusedError("kafka refused it"));
    expect(own).toEqual([]);
    expect([opener.isOpen, acceptor.isOpen]).toEqual([false, false]);
    expect(forgotten).toEqual(["acceptor cleanly", "opener cleanly"]);
  });

  test.each<LinkKind>(["data", "rpc"])("[LK10] of kind %s delivers nothing at an end that has closed itself", (kind) => {
    const { opener, acceptor, deliver } = connect(kind);
    const seen = record(acceptor);
    opener.send({ n: 1 });
    deliver();
    opener.send({ n: 2 });
    acceptor.close();
    opener.send({ n: 3 });
    deliver();
    expect(seen).toEqual([{ n: 1 }]);
  });

  test("[LK2] reports a reset once when its peer is lost, and delivers no message in transit", () => {
    const { opener, acceptor, deliver, forgotten } = connect("data");
    const seen = record(acceptor);
    opener.send({ n: 1 });
    deliver();
    opener.send({ n: 2 });
    acceptor.losePeer();
    acceptor.losePeer();
    deliver();
    expect(seen).toEqual([{ n: 1 }, "reset"]);
    expect(forgotten).toEqual(["acceptor lost"]);
  });

  test("of kind data drops what is sent after its end", () => {
    const { opener } = connect("data");
    opener.losePeer();
    expect(() => opener.send({ n: 1 })).not.toThrow();
  });

  test("[LK3] of kind rpc is silent about the death of its peer, and throws at the next send", () => {
    const { opener } = connect("rpc");
    const seen = record(opener);
    opener.losePeer();
    expect(seen).toEqual([]);
    expect(opener.isOpen).toBe(false);
    expect(() => opener.send({ n: 1 })).toThrow(new UnreachableError("kafka"));
  });

  test("whose end came before anyone asked reports it later, not inside the question", () => {
    const { opener, deferred } = connect("data");
    opener.losePeer();
    const seen = record(opener);
    expect(seen).toEqual([]);
    for (const callback of deferred) callback();
    expect(seen).toEqual(["reset"]);
  });
});
