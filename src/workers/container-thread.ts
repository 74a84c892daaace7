// What a container's thread runs, in browsers and under Node alike: it waits for `init`, makes the host, and starts the container on it.

import { assert, ensureExists } from "../base/assert.ts";
import type { Host } from "../engine/host.ts";
import type { ContainerMain } from "../engine/supervisor/container-main.ts";
import type { FromContainer, ToContainer } from "./container-messages.ts";
import { createPortHost, type PortHost, type ThreadPlatform } from "./port-host.ts";
import { openPort, type RawPort } from "./raw-port.ts";

/**
 * Serves the control port: `start` runs the container on its host. Returns a function that reports
 * an uncaught error of this thread.
 */
export function serveContainer(
  control: RawPort,
  platform: ThreadPlatform,
  start: (host: Host, main: ContainerMain) => void,
): (reason: string) => void {
  const port = openPort<ToContainer, FromContainer>(control);
  let portHost: PortHost | undefined;

  port.onMessage((message) => {
    if (message.type !== "init") {
      ensureExists(portHost, "the container's init").receive(message);
      return;
    }
    assert(portHost === undefined, "a thread runs one container");
    const created = createPortHost(message.container, message.incarnation, port, platform);
    portHost = created;
    platform.clock.runStep(() => created.start((host) => start(host, message.main)));
  });

  return (reason) => {
    if (portHost === undefined) port.post({ type: "crashed", reason });
    else portHost.crash(reason);
  };
}
