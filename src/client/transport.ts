/**
 * How a request reaches a cluster. Only method, path, query, headers and body count: the origin of `request.url` is ignored,
 * because each transport goes to its own cluster. Any status is an answer; it rejects with {@link TransportError} (or
 * EngineStoppedError) if none comes, and with the signal's reason if the caller aborts.
 */
export type Transport = (request: Request) => Promise<Response>;

/** No answer came: nobody there, the connection broke, or it took too long. The message says what to do next. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly kind: "unreachable" | "timeout";

  constructor(kind: "unreachable" | "timeout", message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
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
