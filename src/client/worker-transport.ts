// The playground's cluster over a MessagePort: one listener, one table of pending requests. See
// src/wire/client-wire.ts for the messages.
import * as z from "zod/mini";
import { assertUnreachable } from "../base/assert.ts";
import { createDeferred, type Deferred } from "../base/deferred.ts";
import type { ClientToEngine, EngineToClient, WireResponse } from "../wire/client-wire.ts";
import { callName, platformTimeout, requestBody, requestTarget, type TimeoutSignal, type Transport, TransportError } from "./transport.ts";

/**
 * The engine answers within milliseconds. If it takes this long, it hangs or waits for a dead
 * container.
 */
const DEFAULT_TIMEOUT_MS = 15_000;

/** Statuses without a body, by the Fetch standard. */
const NULL_BODY_STATUSES: readonly number[] = [204, 205, 304];

/** The playground has stopped. Pending and later calls are rejected. */
export class EngineStoppedError extends Error {
  override readonly name = "EngineStoppedError";

  /** `reason` is a sentence. The advice after it is always the same. */
  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason} Reload the page to start a new cluster.`, options);
  }
}

const engineMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("response"), id: z.number(), status: z.number(), contentType: z.string(), body: z.string() }),
  z.object({ type: z.literal("stopped"), reason: z.string() }),
]) satisfies z.ZodMiniType<EngineToClient>;

/** A call without reply yet. */
type PendingCall = { readonly name: string; readonly reply: Deferred<WireResponse> };

/** The part of MessagePort that this file needs. */
export interface WirePort {
  postMessage(message: ClientToEngine): void;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
  start(): void;
  close(): void;
}

export interface WorkerTransportOptions {
  readonly timeoutMs?: number;
  /** For tests. */
  readonly timeoutSignal?: TimeoutSignal;
}

export interface WorkerTransport {
  readonly request: Transport;
  /** Rejects all pending and later calls with `error`. Only the first call has an effect. */
  stop(error: EngineStoppedError): void;
}

/** Calls the engine behind `port`. The transport owns the port from now on. */
export function createWorkerTransport(port: WirePort, options: WorkerTransportOptions = {}): WorkerTransport {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, timeoutSignal = platformTimeout } = options;
  const pending = new Map<number, PendingCall>();
  let lastId = 0;
  let stopped: EngineStoppedError | undefined;

  function stop(error: EngineStoppedError): void {
    if (stopped !== undefined) return;
    stopped = error;
    for (const { reply } of pending.values()) reply.reject(error);
    pending.clear();
    port.close();
  }

  function take(id: number): PendingCall | undefined {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  }

  function receive(message: EngineToClient): void {
    switch (message.type) {
      // The id may be unknown if the call was aborted while the reply was in flight.
      case "response":
        take(message.id)?.reply.resolve(message);
        return;
      case "stopped":
        stop(new EngineStoppedError(message.reason));
        return;
      default:
        assertUnreachable(message);
    }
  }

  port.addEventListener("message", (event) => {
    const message = engineMessageSchema.safeParse(event.data);
    // Page and worker are different builds, from a cache, so no reply can be trusted.
    if (message.success) receive(message.data);
    else stop(new EngineStoppedError("The page and its playground come from different versions of Drey."));
  });
  port.start();

  const request: Transport = async (asked) => {
    const timeout = timeoutSignal(timeoutMs);
    const body = await requestBody(asked);
    // All of these may have happened while the body was read. An abort before that fires no event.
    asked.signal.throwIfAborted();
    if (timeout.aborted) throw timeoutError(timeoutMs, asked);
    if (stopped !== undefined) throw stopped;

    const id = ++lastId;
    const reply = createDeferred<WireResponse>();
    pending.set(id, { name: callName(asked.method, requestTarget(asked)), reply });
    const giveUp = AbortSignal.any([asked.signal, timeout]);
    const abandon = (): void => {
      if (take(id) === undefined) return;
      port.postMessage({ type: "abort", id });
      reply.reject(asked.signal.aborted ? asked.signal.reason : timeoutError(timeoutMs, asked));
    };
    giveUp.addEventListener("abort", abandon, { once: true });
    port.postMessage({
      type: "request",
      id,
      method: asked.method,
      url: requestTarget(asked),
      ...(body === undefined || body === "" ? {} : { body }),
    });
    try {
      return responseFrom(await reply.promise);
    } finally {
      giveUp.removeEventListener("abort", abandon);
    }
  };

  return { request, stop };
}

function timeoutError(timeoutMs: number, request: Request): TransportError {
  const seconds = String(Math.round(timeoutMs / 1000));
  const call = callName(request.method, requestTarget(request));
  return new TransportError(
    "timeout",
    `${call}: the cluster in this page has not answered for ${seconds} s. Drey tries again. If this continues, reload the page.`,
  );
}

function responseFrom(message: WireResponse): Response {
  return new Response(NULL_BODY_STATUSES.includes(message.status) ? null : message.body, {
    status: message.status,
    headers: { "content-type": message.contentType },
  });
}
