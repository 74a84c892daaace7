import { platformTimeout, requestBody, requestTarget, type TimeoutSignal, type Transport, TransportError } from "./transport.ts";

/** Longer than a busy JobManager needs (its own ask timeout is 10 s), shorter than a user's patience. */
const DEFAULT_TIMEOUT_MS = 15_000;

/** A method that cannot go across origins. Said before anything is sent. */
class NotSimpleError extends Error {
  override readonly name = "NotSimpleError";

  constructor(method: string) {
    super(notSimpleWords(method));
  }
}

/** Why a method cannot go across origins. */
export function notSimpleWords(method: string): string {
  return `This page asks the cluster directly, across origins. Browsers send a ${method} there only after asking for leave (a pre-flight request), and Flink answers none.`;
}

/** Whether browsers send this method across origins without asking for leave. */
export function isSimple(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "POST";
}

export interface HttpTransportOptions {
  /** Where the REST API begins, absolute; a path in it is kept, so that a proxy may serve several clusters. */
  readonly baseUrl: string;
  /** Whether it is another origin than the page's; see {@link createHttpTransport}. */
  readonly isDirect?: boolean;
  readonly timeoutMs?: number;
  /** For tests; the platform's otherwise. */
  readonly fetch?: typeof fetch;
  readonly timeoutSignal?: TimeoutSignal;
}

/**
 * A cluster over HTTP: a real Flink, or the engine on a port. Directly, across origins, only what browsers send without asking for leave
 * ("simple requests": GET and POST, no headers but a form's): they ask by OPTIONS, to which Flink answers 404. It reads a body of
 * any content type.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const { isDirect = false, timeoutMs = DEFAULT_TIMEOUT_MS, timeoutSignal = platformTimeout } = options;
  // The platform's fetch insists on being called as a function of the global scope.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const base = options.baseUrl.replace(/\/+$/, "");

  return async (request) => {
    if (isDirect && !isSimple(request.method)) throw new NotSimpleError(request.method);
    const timeout = timeoutSignal(timeoutMs);
    // A form with a file is bytes: as text a JAR would be broken.
    const isForm = request.headers.get("content-type")?.startsWith("multipart/") === true;
    const body = isForm ? await request.blob() : await requestBody(request);
    try {
      return await send(base + requestTarget(request), {
        method: request.method,
        ...(isDirect && !isForm ? {} : { headers: request.headers }),
        signal: AbortSignal.any([request.signal, timeout]),
        ...(body === undefined || body === "" ? {} : { body }),
      });
    } catch (error) {
      // The caller gave up: its own reason is the answer it expects.
      if (request.signal.aborted) throw request.signal.reason;
      if (timeout.aborted) {
        const seconds = String(Math.round(timeoutMs / 1000));
        throw new TransportError(
          "timeout",
          `The cluster at ${base} has not answered for ${seconds} s. It may be overloaded; Drey tries again.`,
          {
            cause: error,
          },
        );
      }
      throw new TransportError(
        "unreachable",
        `The cluster at ${base} cannot be reached. Check that its JobManager runs and that this page may talk to it.`,
        { cause: error },
      );
    }
  };
}
