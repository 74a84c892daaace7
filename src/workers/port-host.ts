// The Host of a container that runs in a thread of its own, in browsers and under Node alike: all of the world comes over one control
// port, links over ports of their own. What differs between the two is handed in as a ThreadPlatform.

import {
  type EngineRequest,
  type EngineResponse,
  type Host,
  type Link,
  type LinkKind,
  StorageError,
  type Storage,
} from "../engine/host.ts";
import { assertUnreachable } from "../base/assert.ts";
import { createDeferred, type Deferred } from "../base/deferred.ts";
import type { FromContainer, StorageOperation, StorageReply, ToContainer } from "./container-messages.ts";
import type { EngineClock } from "./engine-clock.ts";
import { createLinkAcceptor } from "../engine/link-acceptor.ts";
import type { Protocol } from "../engine/protocol/protocol.ts";
import { createPortLink, type PortLink } from "./port-link.ts";
import { openPort, type Port, type RawPort } from "./raw-port.ts";

/** What a thread offers beside its control port. */
export interface ThreadPlatform {
  readonly clock: EngineClock;
  /** Uniform in [0, 1). */
  random(): number;
  /** Runs `callback` after the messages that already wait. */
  defer(callback: () => void): void;
  /** A new channel's two ends. */
  createChannel(): readonly [RawPort, RawPort];
}

/** A host, with what its thread does to it. */
export interface PortHost {
  readonly host: Host;
  /** Runs the program. */
  start(program: (host: Host) => void): void;
  /** Takes a message of the supervisor. */
  receive(message: LaterMessage): void;
  /**
   * Stops all callbacks of the actor. For uncaught errors: the thread may live on, the actor does
   * not.
   */
  crash(reason: string): void;
}

/** The messages that come after `init`. */
export type LaterMessage = Exclude<ToContainer, { readonly type: "init" }>;

/** How a container speaks to the supervisor. */
type ControlPort = Pick<Port<ToContainer, FromContainer>, "post">;

/** Creates the host of incarnation `incarnation` of `container`. What comes before its handlers are set is kept for them. */
export function createPortHost(container: string, incarnation: number, control: ControlPort, platform: ThreadPlatform): PortHost {
  const links = new Map<string, PortLink>();
  const storage = createRemoteStorage(control);
  const acceptor = createLinkAcceptor<PortLink>(container);
  const earlyRequests: (() => void)[] = [];
  let requestHandler: ((request: EngineRequest) => Promise<EngineResponse>) | undefined;
  let shutdownHandler: (() => void) | undefined;
  let linksOpened = 0;
  let isDead = false;

  function run(callback: () => void): void {
    if (!isDead) platform.clock.runStep(callback);
  }

  function defer(callback: () => void): void {
    platform.defer(() => run(callback));
  }

  function addLink(linkId: string, names: Pick<PortLink, "peer" | "kind" | "protocol">, raw: RawPort): PortLink {
    const link = createPortLink(names, openPort(raw), {
      run,
      defer,
      forget(isClean) {
        links.delete(linkId);
        if (isClean) control.post({ type: "link-closed", linkId });
      },
    });
    links.set(linkId, link);
    return link;
  }

  function answer(requestId: number, request: EngineRequest): void {
    const handler = requestHandler;
    if (handler === undefined) {
      // Its code is still on the way.
      earlyRequests.push(() => answer(requestId, request));
      return;
    }
    handler(request).then(
      (response) => control.post({ type: "response", requestId, response }),
      // A handler that rejects is a bug in Drey: crash as for an uncaught error.
      (error: unknown) => crash(describeError(error)),
    );
  }

  function shutDown(): void {
    shutdownHandler?.();
    for (const link of [...links.values()]) link.close();
    isDead = true;
    platform.clock.stop();
    control.post({ type: "stopped" });
  }

  function crash(reason: string): void {
    if (isDead) return;
    isDead = true;
    control.post({ type: "crashed", reason });
  }

  function receive(message: LaterMessage): void {
    switch (message.type) {
      case "link":
        acceptor.accept(addLink(message.linkId, message, message.port));
        return;
      case "peers-lost":
        for (const linkId of message.linkIds) links.get(linkId)?.losePeer();
        return;
      case "request":
        answer(message.requestId, message.request);
        return;
      case "storage-reply":
        storage.receive(message.requestId, message.reply);
        return;
      case "shutdown":
        shutDown();
        return;
      default:
        assertUnreachable(message);
    }
  }

  const host: Host = {
    container,
    clock: platform.clock,
    rng: { next: () => platform.random() },
    storage,
    setTimer: (delayMs, callback) => platform.clock.setTimer(delayMs, () => run(callback)),
    defer,
    connect<ToAcceptor, ToOpener>(
      target: string,
      kind: LinkKind,
      { name: protocol }: Protocol<ToAcceptor, ToOpener>,
    ): Link<ToOpener, ToAcceptor> {
      const [near, far] = platform.createChannel();
      const linkId = `${String(incarnation)}/${String(++linksOpened)}`;
      const link = addLink(linkId, { peer: target, kind, protocol }, near);
      control.post({ type: "connect", linkId, target, kind, protocol, port: far }, [far]);
      // The host carries links of every protocol.
      return link as Link<ToOpener, ToAcceptor>;
    },
    onLink(protocol, handler) {
      if (acceptor.addHandler(protocol, handler)) defer(() => acceptor.acceptEarly());
    },
    onRequest(handler) {
      requestHandler = handler;
      for (const retry of earlyRequests.splice(0)) defer(retry);
    },
    onShutdown(handler) {
      shutdownHandler = handler;
    },
  };
  return {
    host,
    start: (program) => {
      program(host);
      if (acceptor.programStarted()) defer(() => acceptor.acceptEarly());
    },
    receive: (message) => run(() => receive(message)),
    crash,
  };
}

/** The supervisor's storage, asked by messages. */
function createRemoteStorage(control: ControlPort): Storage & { receive(requestId: number, reply: StorageReply): void } {
  const waiting = new Map<number, Deferred<StorageReply>>();
  let asked = 0;

  function ask(operation: StorageOperation): Promise<StorageReply> {
    const requestId = ++asked;
    const deferred = createDeferred<StorageReply>();
    waiting.set(requestId, deferred);
    control.post({ type: "storage-request", requestId, operation });
    return deferred.promise;
  }

  return {
    async put(path, bytes) {
      await ask({ type: "put", path, bytes });
    },
    async get(path) {
      const reply = await ask({ type: "get", path });
      return reply.type === "file" ? reply.bytes : undefined;
    },
    async list(prefix) {
      const reply = await ask({ type: "list", prefix });
      return reply.type === "paths" ? reply.paths : [];
    },
    async delete(prefix) {
      await ask({ type: "delete", prefix });
    },
    async discard(directory) {
      await ask({ type: "discard", directory });
    },
    receive(requestId, reply) {
      const deferred = waiting.get(requestId);
      waiting.delete(requestId);
      if (reply.type === "failed") deferred?.reject(new StorageError(reply.message));
      else deferred?.resolve(reply);
    },
  };
}

/** Text of whatever was thrown, with its stack where there is one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}
