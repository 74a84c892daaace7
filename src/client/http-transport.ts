import { sendForm } from "./send-form.ts";
import { type SilenceLimit, startSilenceLimit } from "./silence-limit.ts";
import { callName, type Progress, requestBody, requestTarget, type Transport, TransportError } from "./transport.ts";

/**
 * The longest silence in a call. Longer than a busy JobManager needs (its own ask timeout is 10 s),
 * shorter than a user's patience.
 */
const DEFAULT_TIMEOUT_MS = 15_000;
/**
 * The longest silence after an upload was sent, ms. Megabytes of it may still be in the buffers of
 * slow connections, and Flink stores the file before it answers.
 */
const STORING_MS = 120_000;
/**
 * The largest reply that is kept in memory, bytes after decompression: a thread dump of tens of
 * thousands of threads. A few megabytes can decompress to gigabytes.
 */
const MAX_REPLY_BYTES = 128 * 1_048_576;

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
  /** The longest silence in a call, ms. */
  readonly timeoutMs?: number;
  /** For tests; the platform's otherwise. */
  readonly fetch?: typeof fetch;
  readonly silenceLimit?: (limitMs: number) => SilenceLimit;
  readonly maxReplyBytes?: number;
}

/**
 * A cluster over HTTP: a real Flink, or the engine on a port. Across origins it sends only simple
 * requests (GET and POST without headers other than a form's), because Flink answers CORS
 * preflights with 404. Flink reads a body of any content type.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const { isDirect = false, timeoutMs = DEFAULT_TIMEOUT_MS, silenceLimit = startSilenceLimit, maxReplyBytes = MAX_REPLY_BYTES } = options;
  // The platform's fetch must be called as a function of the global scope.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const base = options.baseUrl.replace(/\/+$/, "");
  const hasProgress = !isDirect && options.fetch === undefined && typeof XMLHttpRequest !== "undefined";

  return async (request, progress = {}) => {
    if (isDirect && !isSimple(request.method)) throw new NotSimpleError(request.method, requestTarget(request));
    const url = base + requestTarget(request);
    // A form with a file is bytes. As text a JAR would be broken.
    const isForm = request.headers.get("content-type")?.startsWith("multipart/") === true;
    const limit = silenceLimit(timeoutMs);
    const exchange = new Exchange(limit, progress, maxReplyBytes);
    const signal = AbortSignal.any([request.signal, limit.signal]);
    try {
      const body = isForm ? await request.blob() : await requestBody(request);
      if (body instanceof Blob && hasProgress) {
        const contentType = request.headers.get("content-type") ?? "";
        const onSent = (sentBytes: number): void => exchange.sent(sentBytes, body.size);
        const onReceived = (receivedBytes: number): void => exchange.received(receivedBytes);
        const reply = await sendForm({ method: request.method, url, contentType, body, signal, onSent, onReceived });
        if (reply.isRedirected) throw redirectError(request, { base, isDirect });
        return reply.response;
      }
      if (body instanceof Blob) exchange.sendsUnseen(body.size);
      const response = await send(url, {
        method: request.method,
        // Flink sends no redirects. A gateway's redirect leads to its login, whose page would be
        // read as the cluster's reply, or be blocked by CORS.
        redirect: "manual",
        ...(isDirect && !isForm ? {} : { headers: request.headers }),
        signal,
        ...(body === undefined || body === "" ? {} : { body }),
      });
      if (isRedirect(response)) throw redirectError(request, { base, isDirect });
      return await exchange.read(response);
    } catch (error) {
      if (error instanceof TransportError) throw error;
      // The caller aborted and expects its own reason.
      if (request.signal.aborted) throw request.signal.reason;
      throw transportError(request, { base, isDirect }, exchange, error);
    } finally {
      limit.stop();
    }
  };
}

/** The reply is larger than the page can keep. */
class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

/**
 * One call in progress. It reads the body of the reply while it arrives. The caller must not read
 * it, because in Chromium `Response.text()` rejects with "Failed to fetch" for any failure of a
 * body, even if our own stream fails with its own error.
 */
class Exchange {
  readonly limit: SilenceLimit;
  readonly #progress: Progress;
  readonly maxReplyBytes: number;
  /** Of an upload whose end was not sent yet, as far as known; undefined for other calls. */
  upload: { readonly sentBytes: number | undefined; readonly totalBytes: number } | undefined;
  /** Undefined until the status and headers have arrived. */
  receivedBytes: number | undefined;

  constructor(limit: SilenceLimit, progress: Progress, maxReplyBytes: number) {
    this.limit = limit;
    this.#progress = progress;
    this.maxReplyBytes = maxReplyBytes;
  }

  /** An upload begins, and how much of it was sent stays unknown, so it may take any time. */
  sendsUnseen(totalBytes: number): void {
    this.upload = { sentBytes: undefined, totalBytes };
    this.limit.heard(Number.POSITIVE_INFINITY);
  }

  /** That much of an upload was handed to the network. */
  sent(sentBytes: number, totalBytes: number): void {
    this.upload = sentBytes < totalBytes ? { sentBytes, totalBytes } : undefined;
    this.limit.heard(sentBytes < totalBytes ? undefined : STORING_MS);
    this.#progress.onSent?.(sentBytes, totalBytes);
  }

  /** The body has grown to that size. */
  received(receivedBytes: number): void {
    this.receivedBytes = receivedBytes;
    this.limit.heard();
  }

  /** Resolves with a response whose body is complete, or was given to the sink; rejects with the platform's error. */
  async read(response: Response): Promise<Response> {
    const { body, status, statusText, headers } = response;
    const sink = response.ok ? this.#progress.reply : undefined;
    let receivedBytes = 0;
    this.received(receivedBytes);
    sink?.begin(declaredBytes(headers));
    const pieces: Uint8Array[] = [];
    const reader = body?.getReader();
    for (let piece = await reader?.read(); piece?.value !== undefined; piece = await reader?.read()) {
      receivedBytes += piece.value.byteLength;
      this.received(receivedBytes);
      if (sink !== undefined) sink.take(piece.value);
      else if (receivedBytes <= this.maxReplyBytes) pieces.push(piece.value);
      else {
        // The reason for the end is already known.
        void reader?.cancel().catch(() => undefined);
        throw new TooLargeError();
      }
    }
    const isEmpty = body === null || sink !== undefined;
    // Throws a RangeError for a status such as 999, which fetch lets through.
    return new Response(isEmpty ? null : joined(pieces, receivedBytes), { status, statusText, headers });
  }
}

/** The length of the body before the end. A compressed body becomes larger than its header says. */
function declaredBytes(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? undefined : Number(length);
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

/** The message of a failed call: the call, the failure, and what to do next. */
function transportError(
  request: Request,
  { base, isDirect }: { readonly base: string; readonly isDirect: boolean },
  exchange: Exchange,
  cause: unknown,
): TransportError {
  const call = callName(request.method, requestTarget(request));
  const next = request.method === "GET" ? "Drey tries again." : "The cluster may still have executed the request.";
  const { receivedBytes, upload, limit } = exchange;
  const isTimeout = limit.signal.aborted;
  const limitSeconds = String(Math.round(limit.limitMs() / 1000));
  if (receivedBytes !== undefined) {
    const reply = `${call}: the reply of the cluster at ${base}`;
    const words =
      cause instanceof RangeError
        ? `${reply} has an invalid HTTP status.`
        : cause instanceof TooLargeError
          ? `${reply} is larger than ${String(exchange.maxReplyBytes / 1_048_576)} MiB, which this page does not read.`
          : isTimeout
            ? `${reply} stalled after ${String(receivedBytes)} bytes: nothing arrived for ${limitSeconds} s. The JobManager or the network may be overloaded.`
            : `${reply} broke off after ${String(receivedBytes)} bytes. The JobManager may have stopped, or a proxy in front of it may have closed the connection.`;
    return new TransportError("unreadable", `${words} ${next}`, { cause });
  }
  if (upload !== undefined) {
    const { sentBytes, totalBytes } = upload;
    const part =
      sentBytes === undefined ? `before all ${String(totalBytes)} bytes` : `after ${String(sentBytes)} of ${String(totalBytes)} bytes`;
    const words = isTimeout
      ? `${call}: the cluster at ${base} has accepted nothing for ${limitSeconds} s ${part} were sent. The JobManager or the network may be overloaded.`
      : `${call}: the connection to the cluster at ${base} ended ${part} were sent. The JobManager may have stopped, or it or a gateway in front of it refuses a file of this size.`;
    return new TransportError(isTimeout ? "timeout" : "unreachable", `${words} Try again.`, { cause });
  }
  if (isTimeout) {
    const words = `${call}: the cluster at ${base} has not answered for ${limitSeconds} s. It may be overloaded.`;
    return new TransportError("timeout", `${words} ${next}`, { cause });
  }
  const check = isDirect
    ? "Check that its JobManager is running and allows requests from this page."
    : "Check that its JobManager is running.";
  return new TransportError("unreachable", `${call}: the cluster at ${base} cannot be reached. ${check}`, { cause });
}
