/**
 * How a request reaches a cluster. Only method, path, query, headers and body count: the origin of `request.url` is ignored,
 * because each transport goes to its own cluster. It resolves when the whole body has arrived. Any status is an answer; it rejects
 * with {@link TransportError} (or EngineStoppedError) if none comes, or not all of it, and with the signal's reason if the caller
 * aborts.
 */
export type Transport = (request: Request, progress?: Progress) => Promise<Response>;

/** What a caller learns while a call is in progress. A transport may know nothing of it. */
export interface Progress {
  /** How many bytes of an upload were sent, of how many. */
  readonly onSent?: ((sentBytes: number, totalBytes: number) => void) | undefined;
  /** Takes the body of a successful reply. The response then has no body. */
  readonly reply?: ReplySink | undefined;
}

/** Takes a reply piece by piece, so that it is not in memory as a whole. */
export interface ReplySink {
  /** Before the first piece. `declaredBytes` is the length that the headers declare, if they do. */
  begin(declaredBytes: number | undefined): void;
  take(piece: Uint8Array): void;
}

/**
 * The reasons for a missing answer: no connection, no reply in time, a reply that ended early, stalled or has
 * an invalid status, or a gateway's redirect, which leads to its login.
 */
export type TransportFailure = "unreachable" | "timeout" | "unreadable" | "redirected";

/** The answer is missing or incomplete. The message names the call and says what to do next. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly kind: TransportFailure;

  constructor(kind: TransportFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/**
 * A call as errors name it: `GET /jobs/overview`. Without the query, which contains hundreds of
 * metrics in some calls.
 */
export function callName(method: string, target: string): string {
  return `${method} ${target.split("?", 1)[0] ?? ""}`;
}

/** Path and query of a request, the part of the URL that is sent. */
export function requestTarget(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
}

/** The body of a request as text; undefined for methods without body. */
export async function requestBody(request: Request): Promise<string | undefined> {
  return request.method === "GET" || request.method === "HEAD" ? undefined : request.text();
}

/** The timeout signal of transports. Tests pass their own. */
export type TimeoutSignal = (timeoutMs: number) => AbortSignal;

/** The platform's signal, whose reason is a DOMException named TimeoutError. */
export const platformTimeout: TimeoutSignal = (timeoutMs) => AbortSignal.timeout(timeoutMs);
