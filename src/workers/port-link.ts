// One end of a link over a MessagePort. The protocol's messages travel as they are; a clean close is one word behind them.
// That the peer is dead is never learned from the port: the supervisor says so (losePeer).

import { type Link, type LinkKind, UnreachableError } from "../engine/host.ts";
import type { Port } from "./raw-port.ts";

/** Says that the sender has closed its end. Messages of the protocols are objects, so a string cannot be one of them. */
const CLOSED = "closed";

/** What a link needs of the host it belongs to. */
export interface LinkOwner {
  /** Runs one callback of the actor, unless it is dead. */
  run(callback: () => void): void;
  /** Runs it soon, not nested inside the present call. */
  defer(callback: () => void): void;
  /** This end is closed, by whomever: forget it and, if it was closed cleanly, tell the supervisor. */
  forget(isClean: boolean): void;
}

/** A Link over a port, with the one thing more that its host may do to it. */
export interface PortLink<In, Out> extends Link<In, Out> {
  /** The supervisor's word that the peer is dead or never ran. */
  losePeer(): void;
}

/** Creates an end of a link over a port that nobody listens to yet. */
export function createPortLink<In, Out>(
  peer: string,
  kind: LinkKind,
  port: Port<In | typeof CLOSED, Out | typeof CLOSED>,
  owner: LinkOwner,
): PortLink<In, Out> {
  let isOpen = true;
  let cause: "reset" | "closed" | undefined;
  let closedHandler: ((cause: "reset" | "closed") => void) | undefined;

  function end(why: "reset" | "closed" | "own", isClean: boolean): void {
    isOpen = false;
    port.close();
    owner.forget(isClean);
    if (why === "own" || (why === "reset" && kind === "rpc")) return;
    cause = why;
    const report = closedHandler;
    if (report !== undefined) owner.run(() => report(why));
  }

  return {
    peer,
    kind,
    get isOpen() {
      return isOpen;
    },
    send(message, transfer) {
      if (isOpen) port.post(message, transfer);
      else if (kind === "rpc") throw new UnreachableError(peer);
    },
    onMessage(handler) {
      if (!isOpen) return;
      port.onMessage((message) => {
        if (message === CLOSED) end("closed", true);
        else owner.run(() => handler(message as In));
      });
    },
    onClosed(handler) {
      closedHandler = handler;
      // The end came before anyone asked: it is reported all the same, and once.
      const why = cause;
      if (why !== undefined) owner.defer(() => handler(why));
    },
    close() {
      if (!isOpen) return;
      port.post(CLOSED);
      end("own", true);
    },
    losePeer() {
      if (isOpen) end("reset", false);
    },
  };
}
