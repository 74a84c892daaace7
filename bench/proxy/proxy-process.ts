// A process with Drey's server in front of the cluster at the address in its argument.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDreyServer } from "../../server/drey-server.ts";
import { serveParent } from "./child.ts";

/** The process's report on request. Memory is measured after a garbage collection. */
export interface ProxyVitals {
  readonly heapUsed: number;
  readonly rss: number;
  /** Processor time since its start. */
  readonly processorMs: number;
}

// The app's own files are not requested, so a page with a policy is enough.
const directory = mkdtempSync(join(tmpdir(), "drey-bench-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("SIGTERM", () => process.exit());
writeFileSync(join(directory, "index.html"), `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />`);
const address = new URL(process.argv[2] ?? "");
const server = await createDreyServer({ directory, clusters: [{ id: "c", label: "cluster", address }] });
await server.listen({ port: 0, host: "127.0.0.1" });
serveParent((server.server.address() as AddressInfo).port, (): ProxyVitals => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { heapUsed, rss, processorMs: (user + system) / 1000 };
});
