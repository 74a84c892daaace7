// Uploads by XMLHttpRequest, the only way to learn how much was sent: fetch reports no progress, and
// browsers stream a request's body only over HTTP/2, which neither Flink nor Drey's server speaks.
// The page's policy treats both alike (connect-src). Across origins a listener for the progress
// would cause a CORS preflight request, which Flink does not answer, so such uploads use fetch.

/** A form to send, and what happens to it. */
export interface FormUpload {
  readonly method: string;
  readonly url: string;
  /** With the form's boundary. */
  readonly contentType: string;
  readonly body: Blob;
  readonly signal: AbortSignal;
  readonly onSent: (sentBytes: number, totalBytes: number) => void;
  readonly onReceived: (receivedBytes: number) => void;
}

/**
 * Sends a form and resolves with the reply. Rejects with a TypeError if there is none, as fetch
 * does, or with the signal's reason. Redirects are followed, because XMLHttpRequest cannot do
 * otherwise.
 */
export function sendForm({ method, url, contentType, body, signal, onSent, onReceived }: FormUpload): Promise<FormReply> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "arraybuffer";
    request.setRequestHeader("content-type", contentType);
    request.upload.addEventListener("progress", ({ loaded, total }) => onSent(loaded, total));
    request.addEventListener("progress", ({ loaded }) => onReceived(loaded));
    const onAbort = (): void => request.abort();
    signal.addEventListener("abort", onAbort);
    request.addEventListener("load", () => {
      try {
        resolve({ response: responseOf(request), isRedirected: request.responseURL !== new URL(url).href });
      } catch (error) {
        reject(error);
      }
    });
    request.addEventListener("error", () => reject(new TypeError("The connection ended.")));
    request.addEventListener("abort", () => reject(signal.reason));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", onAbort));
    request.send(body);
  });
}

/** The reply to a form. */
export interface FormReply {
  readonly response: Response;
  /** Whether it is the reply of another address. */
  readonly isRedirected: boolean;
}

/** Statuses without a body, by the Fetch standard. */
const NULL_BODY_STATUSES: readonly number[] = [204, 205, 304];

/** Throws a RangeError for a status such as 999. */
function responseOf(request: XMLHttpRequest): Response {
  const { status, statusText } = request;
  const lines = request.getAllResponseHeaders().split("\r\n");
  const headers = lines.filter((line) => line !== "").map((line): [string, string] => splitHeader(line));
  const body = NULL_BODY_STATUSES.includes(status) ? null : (request.response as ArrayBuffer);
  return new Response(body, { status, statusText, headers });
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
