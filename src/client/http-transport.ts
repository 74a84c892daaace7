import { callName, platformTimeout, requestBody, requestTarget, type TimeoutSignal, type Transport, TransportError } from "./transport.ts";

/** Longer than a busy JobManager needs (its own ask timeout is 10 s), shorter than a user's patience. */
const DEFAULT_TIMEOUT_MS = 15_000;

/** The method cannot be used across origins. Thrown before anything is sent. */
class NotSimpleError extends Error {
  override readonly name = "NotSimpleError";

  constructor(method: string, target: string) {
    super(`${callName(method, target)}: ${notSimpleWords(method)}`);
  }
}

/** Why a method cannot be used across origins, and what to do instead. */
export function notSimpleWords(method: string): string {
  return `${method} needs a CORS preflight, which Flink does not support. Use Drey's server (npm start -- --cluster URL) for this action.`;
}

/** Whether browsers send this method across origins without a CORS preflight. */
export function isSimple(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "POST";
}

export interface HttpTransportOptions {
  /**
   * The absolute base of the REST API. It may have a path, so that a proxy can serve several
   * clusters.
   */
  readonly baseUrl: string;
  /** Whether it is another origin than the page's; see {@link createHttpTransport}. */
  readonly isDirect?: boolean;
  readonly timeoutMs?: number;
  /** For tests; the platform's otherwise. */
  readonly fetch?: typeof fetch;
  readonly timeoutSignal?: TimeoutSignal;
}

/**
 * A cluster over HTTP: a real Flink, or the engine on a port. Across origins it sends only simple
 * requests (GET and POST without headers other than a form's), because Flink answers CORS
 * preflights with 404. Flink reads a body of any content type.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const { isDirect = false, timeoutMs = DEFAULT_TIMEOUT_MS, timeoutSignal = platformTimeout } = options;
  // The platform's fetch must be called as a function of the global scope.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const base = options.baseUrl.replace(/\/+$/, "");

  return async (request) => {
    if (isDirect && !isSimple(request.method)) throw new NotSimpleError(request.method, requestTarget(request));
    const timeout = timeoutSignal(timeoutMs);
    // A form with a file is bytes. As text a JAR would be broken.
    const isForm = request.headers.get("content-type")?.startsWith("multipart/") === true;
    const body = isForm ? await request.blob() : await requestBody(request);
    const reply = new IncomingReply();
    try {
      const response = await send(base + requestTarget(request), {
        method: request.method,
        // Flink sends no redirects. A gateway's redirect leads to its login, whose page would be
        // read as the cluster's reply, or be blocked by CORS.
        redirect: "manual",
        ...(isDirect && !isForm ? {} : { headers: request.headers }),
        signal: AbortSignal.any([request.signal, timeout]),
        ...(body === undefined || body === "" ? {} : { body }),
      });
      if (isRedirect(response)) throw redirectError(request, { base, isDirect });
      return await reply.read(response);
    } catch (error) {
      if (error instanceof TransportError) throw error;
      // The caller aborted and expects its own reason.
      if (request.signal.aborted) throw request.signal.reason;
      const timeoutSeconds = timeout.aborted ? Math.round(timeoutMs / 1000) : undefined;
      throw transportError(request, { base, isDirect }, reply, timeoutSeconds, error);
    }
  };
}

/** Browsers hide the status of a redirect that they do not follow. */
function isRedirect({ type, status }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400);
}

/** The error of a redirected call. After a login in this browser, the call works again. */
function redirectError(request: Request, { base, isDirect }: { readonly base: string; readonly isDirect: boolean }): TransportError {
  const call = callName(request.method, requestTarget(request));
  const words = `${call}: the gateway in front of the cluster at ${base} redirects this page, probably to its login.`;
  const next = isDirect ? "Open that address in another tab and sign in, then try again." : "Reload this page to sign in again.";
  return new TransportError("redirected", `${words} ${next}`);
}

/**
 * Reads the body of a reply while it arrives. The caller must not read it, because in Chromium
 * `Response.text()` rejects with "Failed to fetch" for any failure of a body, even if our own
 * stream fails with its own error.
 */
class IncomingReply {
  /** Undefined until the status and headers have arrived. */
  receivedBytes: number | undefined;

  /** Resolves with a response whose body is complete; rejects with the platform's error. */
  async read(response: Response): Promise<Response> {
    this.receivedBytes = 0;
    const { body, status, statusText, headers } = response;
    const pieces: Uint8Array[] = [];
    const reader = body?.getReader();
    for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
      pieces.push(piece.value);
      this.receivedBytes += piece.value.byteLength;
    }
    // Throws a RangeError for a status such as 999, which fetch lets through.
    return new Response(body === null ? null : joined(pieces, this.receivedBytes), { status, statusText, headers });
  }
}

function joined(pieces: readonly Uint8Array[], byteLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}

/**
 * The message of a failed call: the call, the failure, and what to do next. `timeoutSeconds` only
 * after a timeout.
 */
function transportError(
  request: Request,
  { base, isDirect }: { readonly base: string; readonly isDirect: boolean },
  { receivedBytes }: IncomingReply,
  timeoutSeconds: number | undefined,
  cause: unknown,
): TransportError {
  const call = callName(request.method, requestTarget(request));
  const next = request.method === "GET" ? "Drey tries again." : "The cluster may still have executed the request.";
  if (receivedBytes !== undefined) {
    const reply = `${call}: the reply of the cluster at ${base}`;
    const after = `after ${String(receivedBytes)} bytes`;
    const words =
      cause instanceof RangeError
        ? `${reply} has an invalid HTTP status.`
        : timeoutSeconds === undefined
          ? `${reply} broke off ${after}. The JobManager may have stopped, or a proxy in front of it may have closed the connection.`
          : `${reply} stalled ${after} and was not complete after ${String(timeoutSeconds)} s. The JobManager or the network may be overloaded.`;
    return new TransportError("unreadable", `${words} ${next}`, { cause });
  }
  if (timeoutSeconds !== undefined) {
    const words = `${call}: the cluster at ${base} has not answered for ${String(timeoutSeconds)} s. It may be overloaded.`;
    return new TransportError("timeout", `${words} ${next}`, { cause });
  }
  const check = isDirect
    ? "Check that its JobManager is running and allows requests from this page."
    : "Check that its JobManager is running.";
  return new TransportError("unreachable", `${call}: the cluster at ${base} cannot be reached. ${check}`, { cause });
}
