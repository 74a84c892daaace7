// The supervisor's side of containers that run in threads: a ContainerRuntime over one control channel to each. How a thread is made and
// ended is the platform's (browser workers, Node's worker threads).

import { assertUnreachable } from "../base/assert.ts";
import { StorageError } from "../engine/host.ts";
import type { ContainerEvents, ContainerRuntime, Incarnation } from "../engine/supervisor/container-runtime.ts";
import type { MemoryStorage } from "../engine/supervisor/memory-storage.ts";
import type { FromContainer, StorageOperation, StorageReply, ToContainer } from "./container-messages.ts";
import { openPort, type Port, type RawPort } from "./raw-port.ts";

/** A thread that was started for a container. */
export interface ContainerThread {
  /** Ends it, whatever it is doing. */
  terminate(): void;
}

/** What the platform of threads offers the supervisor. */
export interface ThreadFactory {
  createChannel(): readonly [RawPort, RawPort];
  /**
   * Starts a thread that runs the container of the control port's first message. Calls `onFailed`,
   * but not within this call, when the thread cannot start or ends with an uncaught error.
   */
  startThread(container: string, control: RawPort, onFailed: (reason: string) => void): ContainerThread;
}

interface RunningContainer {
  readonly thread: ContainerThread;
  readonly control: Port<FromContainer, ToContainer>;
}

/** Creates the runtime. `storage` answers the containers' storage requests. */
export function createPortRuntime(
  factory: ThreadFactory,
  storage: MemoryStorage,
  events: ContainerEvents<RawPort>,
): ContainerRuntime<RawPort> {
  const running = new Map<Incarnation, RunningContainer>();

  function send(incarnation: Incarnation, message: ToContainer, transfer?: readonly RawPort[]): void {
    running.get(incarnation)?.control.post(message, transfer);
  }

  function receive(incarnation: Incarnation, message: FromContainer): void {
    switch (message.type) {
      case "connect": {
        const { linkId, target, kind, protocol, port } = message;
        events.onConnect(incarnation, { linkId, target, kind, protocol, end: port });
        return;
      }
      case "link-closed":
        events.onLinkClosed(incarnation, message.linkId);
        return;
      case "response":
        events.onResponse(incarnation, message.requestId, message.response);
        return;
      case "storage-request":
        send(incarnation, {
          type: "storage-reply",
          requestId: message.requestId,
          reply: operate(storage, message.operation),
        });
        return;
      case "stopped":
        events.onStopped(incarnation);
        return;
      case "crashed":
        events.onCrashed(incarnation, message.reason);
        return;
      default:
        assertUnreachable(message);
    }
  }

  return {
    spawn(incarnation, container, main) {
      const [near, far] = factory.createChannel();
      const control = openPort<FromContainer, ToContainer>(near);
      const thread = factory.startThread(container, far, (reason) => {
        if (running.has(incarnation)) events.onCrashed(incarnation, reason);
      });
      running.set(incarnation, { thread, control });
      control.onMessage((message) => receive(incarnation, message));
      control.post({ type: "init", incarnation, container, main });
    },
    deliverLink(incarnation, { linkId, peer, kind, protocol, end }) {
      send(incarnation, { type: "link", linkId, peer, kind, protocol, port: end }, [end]);
    },
    losePeers(incarnation, linkIds) {
      send(incarnation, { type: "peers-lost", linkIds });
    },
    request(incarnation, requestId, request) {
      send(incarnation, { type: "request", requestId, request });
    },
    shutdown(incarnation) {
      send(incarnation, { type: "shutdown" });
    },
    terminate(incarnation) {
      const container = running.get(incarnation);
      running.delete(incarnation);
      container?.control.close();
      container?.thread.terminate();
    },
  };
}

function operate(storage: MemoryStorage, operation: StorageOperation): StorageReply {
  switch (operation.type) {
    case "put":
      try {
        storage.put(operation.path, operation.bytes);
      } catch (error) {
        if (error instanceof StorageError) return { type: "failed", message: error.message };
        throw error;
      }
      return { type: "done" };
    case "get":
      return { type: "file", bytes: storage.get(operation.path) };
    case "list":
      return { type: "paths", paths: storage.list(operation.prefix) };
    case "delete":
      storage.delete(operation.prefix);
      return { type: "done" };
    case "discard":
      storage.discard(operation.directory);
      return { type: "done" };
    default:
      return assertUnreachable(operation);
  }
}
