// Part `proxy`.
import type { Part } from "../part.ts";
import { measureAddedLatency } from "../proxy/added-latency.ts";
import { startChild } from "../proxy/child.ts";
import { measureDashboards } from "../proxy/dashboards.ts";

const JOBS = 200;

/** The server in front of a cluster. */
export const proxyPart: Part = {
  name: "proxy",
  description:
    "the time that the proxy adds to a call on loopback, and its load with 20 dashboards on 200 jobs; cluster and proxy are processes of their own",
  async run() {
    const flink = await startChild("./recorded-flink.ts", [String(JOBS)]);
    const cluster = new URL(`http://127.0.0.1:${String(flink.port)}`);
    const proxy = await startChild("./proxy-process.ts", [cluster.href]);
    try {
      const behind = new URL(`http://127.0.0.1:${String(proxy.port)}/clusters/c`);
      const latencies = [
        await measureAddedLatency(cluster, behind, "/overview"),
        await measureAddedLatency(cluster, behind, "/jobs/overview"),
      ];
      const load = await measureDashboards(proxy, JOBS);
      const ms = (value: number) => `${value.toFixed(2)} ms`;
      return {
        data: { latencies, load },
        table: latencies.map((row) => ({
          call: row.path,
          bytes: row.bytes,
          direct: ms(row.directMedianMs),
          proxied: ms(row.proxiedMedianMs),
          "added, median": ms(row.addedMedianMs),
          "added, p99": ms(row.addedP99Ms),
        })),
        notes: [
          `${String(load.dashboards)} dashboards on ${String(load.jobs)} jobs: ${String(load.calls)} calls in ${load.seconds.toFixed(0)} s, ` +
            `median ${ms(load.callMedianMs)}, p99 ${ms(load.callP99Ms)}; ${ms(load.processorMsPerCall)} of processor time a call in the proxy; ` +
            `heap ${megabytes(load.heapBytesBefore)} → ${megabytes(load.heapBytesAfter)}, RSS ${megabytes(load.rssBytesBefore)} → ${megabytes(load.rssBytesAfter)}.`,
        ],
        aims: [
          ...latencies.map((row) => ({
            what: `added to ${row.path}, median`,
            measured: row.addedMedianMs,
            bound: "at most" as const,
            target: 1,
            unit: "ms",
          })),
          {
            what: "the proxy's heap, after ÷ before",
            measured: load.heapBytesAfter / load.heapBytesBefore,
            bound: "at most",
            target: 1.1,
            unit: "",
          },
          {
            what: `rounds of ${String(load.rounds)} that took longer than 3 s`,
            measured: load.lateRounds,
            bound: "at most",
            target: 0,
            unit: "",
          },
        ],
      };
    } finally {
      await proxy.stop();
      await flink.stop();
    }
  },
};

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
