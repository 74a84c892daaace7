// The latency that the proxy adds to a call: the same call with and without it, in turns, so that
// other load affects both.
import { Pool } from "undici";
import { median, percentile } from "../percentile.ts";

/** One call, both ways, times in ms. */
export interface AddedLatency {
  readonly path: string;
  readonly bytes: number;
  readonly pairs: number;
  readonly directMedianMs: number;
  readonly proxiedMedianMs: number;
  /** The median and the 99th percentile of (proxied − direct) over the pairs. */
  readonly addedMedianMs: number;
  readonly addedP99Ms: number;
}

const WARM_UP_PAIRS = 300;
const PAIRS = 2000;

/**
 * Measures one path on the connections to a cluster at `directUrl` and to the same cluster at
 * `proxiedUrl`, both without trailing slash.
 */
export async function measureAddedLatency(directUrl: URL, proxiedUrl: URL, path: string): Promise<AddedLatency> {
  const direct = new Pool(directUrl.origin, { connections: 1 });
  const proxied = new Pool(proxiedUrl.origin, { connections: 1 });
  const viaProxy = `${proxiedUrl.pathname}${path}`;
  const directMs: number[] = [];
  const proxiedMs: number[] = [];
  let bytes = 0;
  try {
    for (let pair = -WARM_UP_PAIRS; pair < PAIRS; pair++) {
      // The order changes with each pair.
      const firstIsDirect = pair % 2 === 0;
      const before = firstIsDirect ? await timeOf(direct, path) : undefined;
      const middle = await timeOf(proxied, viaProxy);
      const plain = before ?? (await timeOf(direct, path));
      if (plain.bytes !== middle.bytes) throw new Error(`The proxy's reply to ${path} differs from the cluster's.`);
      if (pair < 0) continue;
      bytes = plain.bytes;
      directMs.push(plain.ms);
      proxiedMs.push(middle.ms);
    }
  } finally {
    await Promise.all([direct.destroy(), proxied.destroy()]);
  }
  const added = proxiedMs.map((ms, index) => ms - (directMs[index] ?? Number.NaN));
  return {
    path,
    bytes,
    pairs: PAIRS,
    directMedianMs: median(directMs),
    proxiedMedianMs: median(proxiedMs),
    addedMedianMs: median(added),
    addedP99Ms: percentile(added, 0.99),
  };
}

async function timeOf(pool: Pool, path: string): Promise<{ readonly ms: number; readonly bytes: number }> {
  const begun = performance.now();
  const { statusCode, body } = await pool.request({ method: "GET", path });
  const bytes = (await body.arrayBuffer()).byteLength;
  const ms = performance.now() - begun;
  if (statusCode !== 200) throw new Error(`${path} was answered with ${String(statusCode)}.`);
  return { ms, bytes };
}
