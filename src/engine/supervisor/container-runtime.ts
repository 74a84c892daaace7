// What the supervisor needs of a platform, and what the platform tells it. Three platforms: browser workers and Node's worker threads
// (both through src/workers), and the simulation.
//
// One incarnation is one life of a container: a kill and a start give the container a new one, and nothing of the old one is ever told to
// the supervisor again. A platform therefore drops whatever still comes from an incarnation after `terminate`.

import type { EngineRequest, EngineResponse, LinkKind } from "../host.ts";
import type { ContainerMain } from "./container-main.ts";

/** Number of one life of a container, unique within a supervisor, counted from 1. */
export type Incarnation = number;

/** Number of a link, unique within a supervisor. Given by the platform of the end that opens it. */
export type LinkId = string;

/** An end of a link on its way to the container that it leads to. `End` is the platform's own (a MessagePort, say). */
export interface IncomingLink<End> {
  readonly linkId: LinkId;
  /** Name of the container that opened the link. */
  readonly peer: string;
  readonly kind: LinkKind;
  /** Name of the protocol that the opener will speak. */
  readonly protocol: string;
  readonly end: End;
}

/** The far end of a link that a container opens. */
export interface OutgoingLink<End> {
  readonly linkId: LinkId;
  /** Name of the container that it leads to. */
  readonly target: string;
  readonly kind: LinkKind;
  readonly protocol: string;
  readonly end: End;
}

/** Supervisor → platform. No call answers; all of them return at once. None calls back into {@link ContainerEvents} before it returns. */
export interface ContainerRuntime<End> {
  /** Starts a thread for a new incarnation. What is sent to it before it is ready waits there. */
  spawn(incarnation: Incarnation, container: string, main: ContainerMain): void;
  /** Hands the far end of a link to the container that it leads to. */
  deliverLink(incarnation: Incarnation, link: IncomingLink<End>): void;
  /**
   * The peers of these links are dead (or never ran). The host of this survivor closes its ends, so that nothing of the dead arrives
   * later; then its `data` links report a reset, its `rpc` links stay silent and throw at the next `send`.
   */
  losePeers(incarnation: Incarnation, linkIds: readonly LinkId[]): void;
  /**
   * Sends a request to a container. The answer comes as `onResponse`, unless the container dies or hangs.
   * There is no way to cancel it: handlers run in one step or wait only for storage or a TaskManager, and
   * a command has to be carried out even if its caller is gone. The supervisor drops the late answer.
   */
  request(incarnation: Incarnation, requestId: number, request: EngineRequest): void;
  /** SIGTERM: runs the container's shutdown handler, then `onStopped`. */
  shutdown(incarnation: Incarnation): void;
  /** SIGKILL: the thread is no more. Nothing of this incarnation reaches the supervisor afterwards. */
  terminate(incarnation: Incarnation): void;
}

/** Platform → supervisor. The supervisor ignores what names an incarnation that it has terminated. */
export interface ContainerEvents<End> {
  /** A container opens a link. */
  onConnect(incarnation: Incarnation, link: OutgoingLink<End>): void;
  /** A container has closed its end of a link cleanly; the peer is told by the platform, over the link, behind what was sent before. */
  onLinkClosed(incarnation: Incarnation, linkId: LinkId): void;
  onResponse(incarnation: Incarnation, requestId: number, response: EngineResponse): void;
  /** The shutdown handler has returned and all that it sent has left. */
  onStopped(incarnation: Incarnation): void;
  /**
   * An uncaught error, or a thread that could not start. The supervisor kills the container.
   * `reason` is for people.
   */
  onCrashed(incarnation: Incarnation, reason: string): void;
}
