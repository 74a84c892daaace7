// Replies of a gateway in front of a cluster: what they mean, in the gateway's own words.
import { type Duplex, type Readable, pipeline } from "node:stream";
import zlib from "node:zlib";
import { pageText } from "../src/base/page-text.ts";
import { gatewayStatus, LOGIN_ADVICE_FOR_SERVER } from "../src/rest/gateway-status.ts";
import type { UpstreamFault } from "../src/rest/upstream-fault.ts";
import type { UpstreamReply } from "./upstream.ts";

/** A status, the rest of a sentence that starts with the cluster, and the mark for the page. */
export interface Refusal {
  readonly fault: UpstreamFault;
  readonly status: number;
  readonly words: string;
}

/** What the status of a gateway's page means. Undefined if it says nothing about a gateway. The status is passed on, because the page judges by it. */
export function pageRefusal(status: number): Refusal | undefined {
  const meaning = gatewayStatus(status);
  if (meaning === undefined) return undefined;
  const { does, advice, adviceForServer = advice } = meaning;
  return { fault: "gateway", status, words: `is behind a gateway. The gateway ${does} (${String(status)}). ${adviceForServer}` };
}

/**
 * What a redirect means. Flink sends none. A gateway redirects to its login, which is a 401 here
 * because it requires the same, or to the cluster's proper address, which is a wrong configuration.
 * `base` is the cluster's address and `target` the path and query below it.
 */
export function redirectRefusal(status: number, location: string | undefined, base: URL, target: string): Refusal {
  const asked = new URL(`${base.origin}${base.pathname.replace(/\/+$/, "")}${target}`);
  const url = location !== undefined && URL.canParse(location, asked.href) ? new URL(location, asked.href) : undefined;
  const place =
    url !== undefined && /^https?:$/.test(url.protocol) ? { origin: url.origin, path: url.pathname, query: url.search } : undefined;
  // The query is left out, because it may contain tokens of the login.
  const to = place === undefined ? "" : ` to ${shortened(place.origin + place.path)}`;
  const answered = `answers with a redirect (${String(status)})${to}, which Drey does not follow.`;
  const [path = ""] = target.split("?", 1);
  if (place !== undefined && place.path.endsWith(path) && place.query === asked.search) {
    const address = shortened(place.origin + place.path.slice(0, place.path.length - path.length));
    return {
      fault: "gateway",
      status: 502,
      words: `${answered} If the cluster's address has changed, use the new one: --cluster ${address}.`,
    };
  }
  return { fault: "gateway", status: 401, words: `${answered} A gateway in front of it requires a login. ${LOGIN_ADVICE_FOR_SERVER}` };
}

const MAX_ADDRESS = 120;

function shortened(address: string): string {
  return address.length > MAX_ADDRESS ? `${address.slice(0, MAX_ADDRESS)}…` : address;
}

/** At most this much of a gateway's page is read, decompressed bytes. */
const MAX_BYTES = 16_384;
/** A page that arrives more slowly is not worth waiting for, ms. */
const MAX_MS = 1_000;

const DECODERS: ReadonlyMap<string, (() => Duplex) | undefined> = new Map<string, (() => Duplex) | undefined>([
  ["gzip", zlib.createUnzip],
  ["deflate", zlib.createUnzip],
  ["br", zlib.createBrotliDecompress],
  // Undefined before Node 22.15.
  ["zstd", zlib.createZstdDecompress],
]);

const READABLE_TYPE = /^(text\/|application\/(problem\+)?(json|xml|xhtml\+xml))/i;

/**
 * The words of a gateway's page, as text. Undefined if it has none or they cannot be read. Reads at
 * most the start of the body; the caller discards the rest.
 */
export async function ownWords({ headers, body }: UpstreamReply): Promise<string | undefined> {
  const encoding = headers["content-encoding"] ?? "identity";
  const decoder = DECODERS.get(encoding);
  if (!READABLE_TYPE.test(headers["content-type"] ?? "text/plain") || (encoding !== "identity" && decoder === undefined)) {
    return undefined;
  }
  const timer = setTimeout(() => discard(body), MAX_MS);
  const text = await startOf(decoder === undefined ? body : pipeline(body, decoder(), () => undefined));
  clearTimeout(timer);
  return pageText(text);
}

/** The start of a stream. If it breaks off, the part before that. */
async function startOf(source: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of source) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= MAX_BYTES) break;
    }
  } catch {
    // What arrived is enough to tell what the gateway says.
  }
  return Buffer.concat(pieces).toString();
}

/** Ends a body that is not needed. Destroying it early emits an error, which needs a listener. */
export function discard(body: Readable): void {
  body.on("error", () => undefined).destroy();
}
