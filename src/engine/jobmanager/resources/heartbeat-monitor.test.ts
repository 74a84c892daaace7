import { describe, expect, it } from "vitest";
import { HeartbeatMonitor, type HeartbeatFailure } from "./heartbeat-monitor.ts";
import { FakeHost } from "../testing/fake-host.ts";

const INTERVAL_MS = 1_000;
const TIMEOUT_MS = 5_000;

/** Watches a target that is reachable as `deliveries` say, request by request, and after those always. */
function watch(deliveries: readonly boolean[], answers: boolean) {
  const host = new FakeHost();
  const failures: { readonly failure: HeartbeatFailure; readonly atMs: number }[] = [];
  let requests = 0;
  const monitor: HeartbeatMonitor = new HeartbeatMonitor({
    host,
    intervalMs: INTERVAL_MS,
    timeoutMs: TIMEOUT_MS,
    rpcFailureThreshold: 2,
    sendRequest: () => {
      const isDelivered = deliveries[requests++] ?? true;
      if (isDelivered && answers) monitor.receiveHeartbeat();
      return isDelivered;
    },
    onFailure: (failure) => failures.push({ failure, atMs: host.clock.monotonicMs() }),
  });
  return { host, failures };
}

describe("HeartbeatMonitor", () => {
  it("[CO5] reports a target unreachable at the second request in a row that cannot be delivered, once", async () => {
    const { host, failures } = watch([true, false, false, false, false], true);
    await host.advance(10 * INTERVAL_MS);
    expect(failures).toEqual([{ failure: "unreachable", atMs: 3 * INTERVAL_MS }]);
  });

  it("[CO5] ignores failures that are not in a row", async () => {
    const { host, failures } = watch([false, true, false, true, true, false, true, false], true);
    await host.advance(10 * INTERVAL_MS);
    expect(failures).toEqual([]);
  });

  it("[CO6] reports a target that answers nothing as timed out, once", async () => {
    const { host, failures } = watch([], false);
    await host.advance(TIMEOUT_MS - 1);
    expect(failures).toEqual([]);
    await host.advance(1 + 3 * TIMEOUT_MS);
    expect(failures).toEqual([{ failure: "timed-out", atMs: TIMEOUT_MS }]);
  });

  it("[CO6] keeps a target that answers, for longer than the timeout", async () => {
    const { host, failures } = watch([], true);
    await host.advance(4 * TIMEOUT_MS);
    expect(failures).toEqual([]);
  });
});
