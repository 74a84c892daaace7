// The entry of the supervisor's worker: the Docker daemon of the browser. It is a thread of its own, so that the page's thread carries no
// records and no timer of the engine.

import type { ClusterFailure } from "../base/cluster-failure.ts";
import { assertUnreachable } from "../base/assert.ts";
import { completeOptions } from "../engine/supervisor/cluster-options.ts";
import { MemoryStorage } from "../engine/supervisor/memory-storage.ts";
import { createRequestRouter } from "../engine/supervisor/request-router.ts";
import { Supervisor } from "../engine/supervisor/supervisor.ts";
import { createChannel } from "./browser-thread.ts";
import { createEngineClock, nativeTime } from "./engine-clock.ts";
import { createPortRuntime, type ThreadFactory } from "./port-runtime.ts";
import { describeError } from "./port-host.ts";
import { openPort } from "./raw-port.ts";
import { serveClient } from "./serve-client.ts";
import type { FromSupervisor, ToSupervisor } from "./supervisor-messages.ts";
import { onFirstPort } from "./worker-scope.ts";

/** A script that did not load or was refused is an error event without a message. */
const NOT_LOADED = "its script could not be loaded";

const threads: ThreadFactory = {
  createChannel,
  startThread(container, control, onFailed) {
    const worker = new Worker(new URL("./container.worker.ts", import.meta.url), { type: "module", name: container });
    worker.addEventListener("error", (event) => {
      // An error event that is not canceled propagates to this worker's own scope, where it would count as an error of the supervisor.
      event.preventDefault();
      onFailed(event.message === "" || event.message === undefined ? NOT_LOADED : event.message);
    });
    worker.postMessage(null, [control as MessagePort]);
    return worker;
  },
};

onFirstPort((raw, scope) => {
  const page = openPort<ToSupervisor, FromSupervisor>(raw);
  const fail = (failure: ClusterFailure) => page.post({ type: "failed", failure });
  const clock = createEngineClock(nativeTime);
  const clientsStopped: ((reason: string) => void)[] = [];
  let cluster: ReturnType<typeof boot> | undefined;

  function boot(options: Extract<ToSupervisor, { type: "boot" }>["options"]) {
    const clusterOptions = completeOptions(options);
    const storage = new MemoryStorage(clusterOptions.storageBudgetBytes);
    const supervisor = new Supervisor({
      clock,
      rng: { next: () => Math.random() },
      setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
      storage,
      options: clusterOptions,
      connectRuntime: (events) => createPortRuntime(threads, storage, events),
      onCrash(container, reason) {
        if (reason === NOT_LOADED) {
          fail({ kind: "not-started", message: `The browser could not load the script of the container ${container}.`, detail: "" });
          return;
        }
        // A TaskManager that crashed is shown as exited and can be started again.
        if (container.startsWith("taskmanager-")) return;
        fail({ kind: "crashed", message: `The container ${container} stopped because of an uncaught error.`, detail: reason });
      },
    });
    supervisor.boot();
    return { supervisor, handle: createRequestRouter(supervisor, "browser") };
  }

  scope.onUncaught((error) => {
    fail({
      kind: "crashed",
      message: "The supervisor of the playground stopped because of an uncaught error.",
      detail: describeError(error),
    });
  });

  page.onMessage((message) => {
    switch (message.type) {
      case "boot":
        if (typeof Worker === "undefined") {
          fail({ kind: "unsupported", message: "This browser cannot start workers from a worker.", detail: "Worker is undefined" });
          return;
        }
        cluster = boot(message.options);
        return;
      case "client":
        if (cluster !== undefined) clientsStopped.push(serveClient(message.port, cluster.handle));
        return;
      case "stop":
        cluster?.supervisor.stop();
        for (const tell of clientsStopped) tell("The cluster was stopped.");
        return;
      default:
        assertUnreachable(message);
    }
  });
});
