import { assert } from "../base/assert.ts";
import type { Link } from "./host.ts";
import type { Protocol } from "./protocol/protocol.ts";

/** An end of a link that was opened by another container, as its host has it. */
export interface AcceptedLink extends Link<unknown, unknown> {
  /** Closes this end; the opener is told `reason`, which ends it with a LinkRefusedError. */
  refuse(reason: string): void;
}

/**
 * The links that others open to a container: each goes to the handler of its protocol, or is
 * refused. Shared by the hosts. `End` is the host's own kind of link.
 */
export interface LinkAcceptor<End extends AcceptedLink> {
  /** The program accepts links of that protocol. True if links wait that came earlier: `acceptEarly` is to be called in a later step. */
  addHandler<ToAcceptor, ToOpener>(protocol: Protocol<ToAcceptor, ToOpener>, handler: (link: Link<ToAcceptor, ToOpener>) => void): boolean;
  /** A link came. It waits if the program has not started yet. */
  accept(link: End): void;
  /** The program has been started, and accepts what it accepts. True as for `addHandler`. */
  programStarted(): boolean;
  /** Hands out the links that waited. */
  acceptEarly(): void;
}

/** Creates the acceptor of the container of that name. */
export function createLinkAcceptor<End extends AcceptedLink>(container: string): LinkAcceptor<End> {
  const handlers = new Map<string, (link: Link<unknown, unknown>) => void>();
  let early: End[] = [];
  let isStarted = false;

  function handOver(link: End): void {
    const handler = handlers.get(link.protocol);
    if (handler === undefined) link.refuse(refusal(container, link, [...handlers.keys()]));
    else handler(link);
  }

  return {
    addHandler(protocol, handler) {
      assert(!handlers.has(protocol.name), `${container} handles the protocol ${protocol.name} once`);
      // The name says which messages the link carries: both programs take protocol and types from one object.
      handlers.set(protocol.name, handler as (link: Link<unknown, unknown>) => void);
      return handlers.size === 1 && early.length > 0;
    },
    accept(link) {
      if (isStarted || handlers.size > 0) handOver(link);
      else early.push(link);
    },
    programStarted() {
      isStarted = true;
      return handlers.size === 0 && early.length > 0;
    },
    acceptEarly() {
      const waiting = early;
      early = [];
      for (const link of waiting) handOver(link);
    },
  };
}

function refusal(container: string, { peer, protocol }: AcceptedLink, spoken: readonly string[]): string {
  const known = spoken.length === 0 ? "It accepts no links." : `It accepts: ${spoken.join(", ")}.`;
  return `${container} refused a link from ${peer}: it does not speak the protocol "${protocol}". ${known}`;
}
