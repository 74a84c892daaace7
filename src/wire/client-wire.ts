// What travels over the MessagePort between the page's client and the engine's REST endpoint. Plain data both ways; the
// port belongs to this one conversation.

/** Client to engine: one request. `url` is path and query, `id` is unique on this port. */
export interface WireRequest {
  readonly type: "request";
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly body?: string;
}

/**
 * Client to engine: the caller no longer waits for this reply. The supervisor settles the request and sends
 * no reply. The container that has the request is not told, and finishes it (see `ContainerRuntime.request`).
 * The client ignores a reply that was already sent.
 */
export interface WireAbort {
  readonly type: "abort";
  readonly id: number;
}

/** Engine to client: the reply to request `id`, whatever its status. */
export interface WireResponse {
  readonly type: "response";
  readonly id: number;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Engine to client, once: the engine has stopped. Everything pending fails with `reason`, and so does every later call. */
export interface WireStopped {
  readonly type: "stopped";
  readonly reason: string;
}

export type ClientToEngine = WireRequest | WireAbort;

export type EngineToClient = WireResponse | WireStopped;
