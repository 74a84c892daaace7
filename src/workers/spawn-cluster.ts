// The page's side of the engine in the browser: starts the supervisor's worker and hands out ports to it.

import type { ClusterFailure } from "../base/cluster-failure.ts";
import { createDeferred } from "../base/deferred.ts";
import type { ClusterOptions } from "../engine/supervisor/cluster-options.ts";
import { openPort } from "./raw-port.ts";
import type { FromSupervisor, ToSupervisor } from "./supervisor-messages.ts";

/** A cluster in this page's workers. */
export interface SpawnedCluster {
  /** A new port for one client, which speaks src/wire/client-wire.ts. Clients in workers get theirs by transfer. */
  connect(): MessagePort;
  /** Resolves when the cluster could not start or cannot continue. Pending requests are never answered then. Never rejects. */
  readonly failed: Promise<ClusterFailure>;
  /** Ends all threads. Clients are told, by `stopped`. */
  stop(): void;
}

/** Enough for the supervisor to tell its clients, ms. */
const GRACE_MS = 500;

/** Starts a cluster. Answers at once; ports may be used at once, requests wait until the cluster has started. */
export function spawnCluster(options: Partial<ClusterOptions> = {}): SpawnedCluster {
  const failed = createDeferred<ClusterFailure>();
  const { port1, port2 } = new MessageChannel();
  const supervisor = openPort<FromSupervisor, ToSupervisor>(port1);
  const worker = startWorker(failed.resolve);

  supervisor.onMessage((message) => failed.resolve(message.failure));
  worker?.postMessage(null, [port2]);
  supervisor.post({ type: "boot", options });

  return {
    connect() {
      const client = new MessageChannel();
      supervisor.post({ type: "client", port: client.port2 }, [client.port2]);
      return client.port1;
    },
    failed: failed.promise,
    stop() {
      // The message lets the clients know; the thread is ended from here.
      supervisor.post({ type: "stop" });
      supervisor.close();
      // One that closes itself while its nested ones end would stay in Chromium as an empty shell. What is nested ends with it.
      setTimeout(() => worker?.terminate(), GRACE_MS);
    },
  };
}

function startWorker(fail: (failure: ClusterFailure) => void): Worker | undefined {
  if (typeof Worker === "undefined") {
    fail({
      kind: "unsupported",
      message: "This browser does not support workers, in which the cluster would run.",
      detail: "Worker is undefined",
    });
    return undefined;
  }
  try {
    const worker = new Worker(new URL("./supervisor.worker.ts", import.meta.url), { type: "module", name: "supervisor" });
    worker.addEventListener("error", (event) => {
      // A script that does not load, or is refused, is an error without a message.
      const hasRun = event.message !== undefined && event.message !== "";
      fail(
        hasRun
          ? { kind: "crashed", message: "The supervisor of the playground stopped because of an uncaught error.", detail: event.message }
          : { kind: "not-started", message: "The browser could not start the worker in which the cluster runs.", detail: "" },
      );
    });
    return worker;
  } catch (error) {
    // A policy that forbids workers, or a page from a file.
    fail({
      kind: "not-started",
      message: "The browser refused to start the worker in which the cluster runs.",
      detail: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
}
