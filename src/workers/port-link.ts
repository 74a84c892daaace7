// One end of a link over a MessagePort. The protocol's messages travel as they are; a clean close is one word behind them.
// That the peer is dead is never learned from the port: the supervisor says so (losePeer).

import { LinkRefusedError, UnreachableError } from "../engine/host.ts";
import type { AcceptedLink } from "../engine/link-acceptor.ts";
import type { Port } from "./raw-port.ts";

/** Says that the sender has closed its end. Messages of the protocols are objects, so a string cannot be one of them. */
const CLOSED = "closed";

/** Begins the last word of an end whose container does not speak the link's protocol; the reason follows. */
const REFUSED = "refused: ";

/** What a link needs of the host it belongs to. */
export interface LinkOwner {
  /** Runs one callback of the actor, unless it is dead. */
  run(callback: () => void): void;
  /** Runs it soon, not nested inside the present call. */
  defer(callback: () => void): void;
  /** This end is closed, by whomever: forget it and, if it was closed cleanly, tell the supervisor. */
  forget(isClean: boolean): void;
}

/** A Link over a port, with what its host may do to it. */
export interface PortLink extends AcceptedLink {
  /** The supervisor's word that the peer is dead or never ran. */
  losePeer(): void;
}

/** Creates an end of a link over a port that does not have a listener yet. */
export function createPortLink(
  { peer, kind, protocol }: Pick<PortLink, "peer" | "kind" | "protocol">,
  port: Port<unknown, unknown>,
  owner: LinkOwner,
): PortLink {
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

  function refused(reason: string): void {
    end("own", true);
    owner.run(() => {
      throw new LinkRefusedError(reason);
    });
  }

  return {
    peer,
    kind,
    protocol,
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
        else if (typeof message === "string" && message.startsWith(REFUSED)) refused(message.slice(REFUSED.length));
        else owner.run(() => handler(message));
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
    refuse(reason) {
      if (!isOpen) return;
      port.post(REFUSED + reason);
      end("own", true);
    },
    losePeer() {
      if (isOpen) end("reset", false);
    },
  };
}
