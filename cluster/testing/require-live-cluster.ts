import { whyNoLiveCluster } from "../libraries.ts";

/**
 * Fails a run of live tests at its start if Java or Maven is missing, with the reason in one line.
 */
export default function requireLiveCluster(): void {
  const missing = whyNoLiveCluster();
  if (missing !== undefined) throw new Error(`Live tests cannot start Apache Flink: ${missing}`);
}
