// The engine on Node's worker threads: the supervisor runs on the main thread, each container in
// its own thread.
import { type MessagePort, Worker } from "node:worker_threads";
import { type ClusterOptions, completeOptions } from "../src/engine/supervisor/cluster-options.ts";
import { MemoryStorage } from "../src/engine/supervisor/memory-storage.ts";
import { createRequestRouter, type RequestHandler } from "../src/engine/supervisor/request-router.ts";
import { Supervisor } from "../src/engine/supervisor/supervisor.ts";
import { createEngineClock, nativeTime } from "../src/workers/engine-clock.ts";
import { describeError } from "../src/workers/port-host.ts";
import { createPortRuntime, type ThreadFactory } from "../src/workers/port-runtime.ts";
import { createChannel } from "./engine-thread.ts";

/** A cluster in this process. */
export interface NodeCluster {
  /** Answers both contracts. Never rejects. */
  readonly handle: RequestHandler;
  /** Ends all threads. Resolves when they have ended. */
  stop(): Promise<void>;
}

/** Starts a cluster. `onCrash` is called for a container that ended by its own error. */
export function startNodeCluster(options: Partial<ClusterOptions>, onCrash: (container: string, reason: string) => void): NodeCluster {
  const clusterOptions = completeOptions(options);
  const clock = createEngineClock(nativeTime);
  const storage = new MemoryStorage(clusterOptions.storageBudgetBytes);
  const threads = createThreadFactory();
  const supervisor = new Supervisor({
    clock,
    rng: { next: () => Math.random() },
    setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
    storage,
    options: clusterOptions,
    connectRuntime: (events) => createPortRuntime(threads, storage, events),
    onCrash,
  });
  supervisor.boot();
  return {
    handle: createRequestRouter(supervisor, "node"),
    async stop() {
      supervisor.stop();
      clock.stop();
      await threads.allEnded();
    },
  };
}

/** Starts threads from `entry`, which serves the control port in its `workerData`. */
export function createThreadFactory(
  entry = new URL("./engine-container.ts", import.meta.url),
): ThreadFactory & { allEnded(): Promise<void> } {
  const ending = new Set<Promise<unknown>>();
  return {
    createChannel,
    startThread(container, control, onFailed) {
      // See createChannel: it is Node's own port.
      const port = control as unknown as MessagePort;
      const worker = new Worker(entry, { name: container, workerData: { control: port }, transferList: [port] });
      worker.on("error", (error) => onFailed(describeError(error)));
      return {
        terminate() {
          const ended = worker.terminate();
          ending.add(ended);
          void ended.finally(() => ending.delete(ended));
        },
      };
    },
    async allEnded() {
      await Promise.all(ending);
    },
  };
}
