/**
 * How a request reaches a cluster. Only method, path, query, headers and body count: the origin of `request.url` is ignored,
 * because each transport goes to its own cluster. It resolves when the whole body has arrived. Any status is an answer; it rejects
 * with {@link TransportError} (or EngineStoppedError) if none comes, or not all of it, and with the signal's reason if the caller
 * aborts.
 */
export type Transport = (request: Request) => Promise<Response>;

/** Why no answer came: no connection, no reply in time, or a reply that broke off, stalled or has no valid status. */
export type TransportFailure = "unreachable" | "timeout" | "unreadable";

/** No answer came, or not all of it. The message names the call and says what to do next. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly kind: TransportFailure;

  constructor(kind: TransportFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** How errors name a call: `GET /jobs/overview`. Without the query, which lists hundreds of metrics in some calls. */
export function callName(method: string, target: string): string {
  return `${method} ${target.split("?", 1)[0] ?? ""}`;
}

/** Path and query of a request: the part of its URL that travels. */
export function requestTarget(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}

/** The body of a request as text; undefined for the methods that have none. */
export async function requestBody(request: Request): Promise<string | undefined> {
  return request.method === "GET" || request.method === "HEAD" ? undefined : request.text();
}

/** How transports count their timeouts; tests pass a signal of their own instead. */
export type TimeoutSignal = (timeoutMs: number) => AbortSignal;

/** The platform's own: its reason is a DOMException named TimeoutError. */
export const platformTimeout: TimeoutSignal = (timeoutMs) => AbortSignal.timeout(timeoutMs);
