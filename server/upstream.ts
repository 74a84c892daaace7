// One Flink cluster behind the proxy: its connections, its timeouts, and messages for everything
// that is not a reply.
import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { type Dispatcher, errors, Pool } from "undici";
import type { UpstreamFault } from "../src/rest/upstream-fault.ts";

/**
 * The kind of a call: `write` changes the cluster or runs code in it, `upload` sends a file, `read`
 * is every other call.
 */
export type CallKind = "read" | "write" | "upload";

/** The limits of an upstream, in time and number. */
export interface UpstreamLimits {
  /**
   * Connections per kind of call, so that reads that hang or uploads that stall do not block a
   * cancel.
   */
  readonly connections: Readonly<Record<CallKind, number>>;
  readonly connectMs: number;
  /**
   * From the request to the first byte of the reply. Flink's own web.timeout is 10 s by default,
   * and the page gives up after 15 s.
   */
  readonly readMs: number;
  /**
   * The same for a call that changes something, because starting a JAR runs its main(). For an
   * upload it starts over with each piece that the cluster takes.
   */
  readonly writeMs: number;
  /**
   * Between two pieces of a reply, whether the cluster sends nothing or the client reads nothing,
   * and between two pieces of an upload that the client sends.
   */
  readonly idleMs: number;
  /** For the whole request of a client to arrive, except for an upload. */
  readonly requestMs: number;
}

/** The limits of the proxy that `npm start` serves. */
export const UPSTREAM_LIMITS: UpstreamLimits = {
  // Twenty dashboards have at most six reads in flight each.
  connections: { read: 128, write: 32, upload: 8 },
  connectMs: 3_000,
  readMs: 12_000,
  writeMs: 120_000,
  idleMs: 30_000,
  requestMs: 300_000,
};

/**
 * There is no reply that can be passed on. `message` is the reason as a sentence, `statusCode` the
 * proxy's status, and `fault` the mark for the page.
 */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly statusCode: number;
  readonly fault: UpstreamFault;

  constructor(fault: UpstreamFault, statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
    this.statusCode = statusCode;
  }
}

/**
 * The client's request body is invalid, too large or does not arrive. Thrown by a body that is read while it is sent
 * on.
 */
export class RequestBodyError extends Error {
  override readonly name = "RequestBodyError";
  readonly statusCode: 400 | 408 | 413;

  constructor(statusCode: 400 | 408 | 413, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

/** The request to the cluster. Nothing else of the incoming request is sent. */
export interface UpstreamRequest {
  readonly method: Dispatcher.HttpMethod;
  /** Path and query below the cluster's address, percent-encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  readonly kind: CallKind;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignal;
}

/** The reply. A redirect is a reply too, because none is followed. */
export interface UpstreamReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** A cluster that can be asked. */
export interface Upstream {
  /** Its name and address, the start of a message. */
  readonly place: string;
  readonly address: URL;
  readonly limits: UpstreamLimits;
  /**
   * Rejects with {@link UpstreamError}, with the body's {@link RequestBodyError}, or with the
   * signal's reason after an abort.
   */
  request(request: UpstreamRequest): Promise<UpstreamReply>;
  close(): Promise<void>;
}

const DEADLINE = Symbol("deadline");

/**
 * Connects to the REST API at `address`, which may have a path. A user and password in it are sent
 * as Basic authorization and never shown.
 */
export function createUpstream(address: URL, label: string, limits: UpstreamLimits = UPSTREAM_LIMITS): Upstream {
  const poolOf = (connections: number) =>
    new Pool(address.origin, {
      connections,
      connect: { timeout: limits.connectMs },
      // The timeout below includes the wait for a connection.
      headersTimeout: 0,
      bodyTimeout: limits.idleMs,
    });
  const pools: Readonly<Record<CallKind, Pool>> = {
    read: poolOf(limits.connections.read),
    write: poolOf(limits.connections.write),
    upload: poolOf(limits.connections.upload),
  };
  const basePath = address.pathname.replace(/\/+$/, "");
  const credentials = `${decodeCredential(address.username)}:${decodeCredential(address.password)}`;
  const authorization = credentials === ":" ? {} : { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
  const place = `The cluster ${label} at ${address.origin}${basePath}`;

  return {
    place,
    address,
    limits,
    async request({ method, target, headers, body, kind, signal }) {
      const patienceMs = kind === "read" ? limits.readMs : limits.writeMs;
      const giveUp = new AbortController();
      const onGone = () => giveUp.abort(signal.reason);
      if (signal.aborted) onGone();
      else signal.addEventListener("abort", onGone, { once: true });
      const deadline = setTimeout(() => giveUp.abort(DEADLINE), patienceMs);
      try {
        const reply = await pools[kind].request({
          method,
          path: basePath + target,
          headers: { ...headers, ...authorization },
          body: body instanceof Readable ? watched(body, () => deadline.refresh()) : (body ?? null),
          signal: giveUp.signal,
        });
        return { status: reply.statusCode, headers: reply.headers, body: reply.body };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (error instanceof RequestBodyError) throw error;
        if (error === DEADLINE) {
          throw new UpstreamError("unreachable", 504, `${place} has not answered for ${seconds(patienceMs)}. It may be overloaded.`);
        }
        throw describe(place, error, limits);
      } finally {
        clearTimeout(deadline);
      }
    },
    async close() {
      await Promise.all(Object.values(pools).map((pool) => pool.destroy()));
    },
  };
}

/** The same stream, with a call for each piece that is taken from it. */
function watched(body: Readable, onPiece: () => void): Readable {
  async function* pieces() {
    for await (const piece of body) {
      onPiece();
      yield piece as Uint8Array;
    }
  }
  return Readable.from(pieces());
}

/**
 * Decodes percent-encoded bytes. Other percent signs stay, because users type passwords unencoded.
 */
function decodeCredential(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      // Not UTF-8.
      return encoded;
    }
  });
}

function describe(place: string, error: unknown, { connectMs }: UpstreamLimits): UpstreamError {
  if (error instanceof errors.ConnectTimeoutError) {
    return new UpstreamError("unreachable", 504, `${place} cannot be reached: no connection within ${seconds(connectMs)}.`, {
      cause: error,
    });
  }
  const code = codeOf(error);
  const reason = REASONS[code] ?? (error instanceof errors.HTTPParserError ? "the server there does not speak HTTP" : wordsOf(error));
  return new UpstreamError("unreachable", 502, `${place} cannot be reached: ${reason}.`, { cause: error });
}

const UNTRUSTED = "its certificate is not signed by a trusted CA. To trust a CA of your own, set NODE_EXTRA_CA_CERTS to its file";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused. Its JobManager may be down",
  ENOTFOUND: "unknown host name",
  EAI_AGAIN: "the DNS server does not answer",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "no route to network",
  ECONNRESET: "it closed the connection without answering",
  UND_ERR_SOCKET: "it closed the connection without answering",
  EPROTO: "it does not speak TLS. Try http instead of https",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS. Try http instead of https",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

/**
 * The error code. A host name with several addresses has an error for each: the first one counts.
 */
function codeOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && "code" in first && typeof first.code === "string" ? first.code : "";
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function seconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}
