// From the cluster's options to what each container runs, and what `docker ps` would say of it.

import { ensureExists } from "../../base/assert.ts";
import type { Rng } from "../host.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import type { ContainerMain } from "./container-main.ts";
import type { Service } from "./container-table.ts";

/** What is drawn again for each incarnation. */
export interface Identity {
  /** As `docker ps` shows them. */
  readonly ports: readonly string[];
  /** Of a TaskManager only. */
  readonly taskManager: TaskManagerIdentity | undefined;
}

/** Flink: TaskManagerRunner, which makes the id of address, port and six random hex digits. */
export interface TaskManagerIdentity {
  readonly id: string;
  readonly rpcPort: number;
  readonly dataPort: number;
}

const COMMANDS: Readonly<Record<Service, string>> = {
  jobmanager: "/docker-entrypoint.sh jobmanager",
  taskmanager: "/docker-entrypoint.sh taskmanager",
  kafka: "start-kafka.sh",
  "clickevent-generator":
    "java -classpath /opt/ClickCountJob.jar:/opt/flink/lib/* org.apache.flink.playgrounds.ops.clickcount.ClickEventGenerator --bootstrap.servers kafka:9092 --topic input",
};

/** The command of the playground's compose file. */
export function commandOf(service: Service): string {
  return COMMANDS[service];
}

/** The identity of a new incarnation of a container. */
export function identify(service: Service, name: string, rng: Rng): Identity {
  switch (service) {
    case "jobmanager":
      return { ports: ["6123/tcp", "8081/tcp"], taskManager: undefined };
    case "kafka":
      return { ports: ["9092/tcp"], taskManager: undefined };
    case "clickevent-generator":
      return { ports: [], taskManager: undefined };
    case "taskmanager": {
      const rpcPort = ephemeralPort(rng);
      // Two sockets of one container never have the same port.
      const dataPort = rpcPort + 1 + Math.floor(rng.next() * (LAST_EPHEMERAL_PORT - rpcPort));
      const suffix = Math.floor(rng.next() * 0x1_00_00_00)
        .toString(16)
        .padStart(6, "0");
      return {
        ports: [`${String(rpcPort)}/tcp`, `${String(dataPort)}/tcp`],
        taskManager: { id: `${name}:${String(rpcPort)}-${suffix}`, rpcPort, dataPort },
      };
    }
  }
}

const FIRST_EPHEMERAL_PORT = 32_768;
const LAST_EPHEMERAL_PORT = 60_999;

/** As Linux gives them to a socket that asks for any; never the last. */
function ephemeralPort(rng: Rng): number {
  return FIRST_EPHEMERAL_PORT + Math.floor(rng.next() * (LAST_EPHEMERAL_PORT - FIRST_EPHEMERAL_PORT));
}

/** What an incarnation of a container runs. */
export function mainOf(service: Service, name: string, identity: Identity, options: ClusterOptions): ContainerMain {
  switch (service) {
    case "jobmanager":
      return {
        type: "jobmanager",
        args: { configuration: options.configuration, programArguments: options.programArguments },
      };
    case "taskmanager": {
      const { id, rpcPort, dataPort } = ensureExists(identity.taskManager, `the identity of ${name}`);
      return {
        type: "taskmanager",
        args: {
          taskManagerId: id,
          configuration: options.configuration,
          rpcAddress: `pekko.tcp://flink@${name}:${String(rpcPort)}/user/rpc/taskmanager_0`,
          dataPort,
        },
      };
    }
    case "kafka":
      return { type: "kafka", args: { topics: options.topics } };
    case "clickevent-generator":
      return { type: "clickevent-generator", args: options.generator };
  }
}
