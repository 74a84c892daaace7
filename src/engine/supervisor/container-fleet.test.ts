import { describe, expect, it } from "vitest";
import { type AfterStop, type FleetCommand, type FleetMember, inFleetOrder, planFleet } from "./container-fleet.ts";
import { type Service, SERVICES } from "./container-table.ts";

const member = (name: string, isRunning: boolean, afterStop?: AfterStop): FleetMember => {
  const service = SERVICES.find((one) => name.startsWith(one));
  if (service === undefined) throw new Error(`${name} is of no service`);
  return { name, service, isRunning, afterStop };
};

const FLEET = [
  member("kafka", true),
  member("taskmanager-10", true),
  member("taskmanager-2", false),
  member("taskmanager-1", true),
  member("jobmanager", true),
];

/** The steps of a command in words, or its refusal. */
function planned(fleet: readonly FleetMember[], command: FleetCommand, restartable: readonly Service[] = SERVICES): string {
  const plan = planFleet(fleet, command, restartable);
  return plan.ok
    ? plan.value.map(({ action, name }) => `${action} ${name}`).join(", ")
    : `${String(plan.error.status)} ${plan.error.message}`;
}

describe("the plan of a command", () => {
  it.each<[FleetCommand, string]>([
    [{ kind: "kill", container: "taskmanager-1" }, "kill taskmanager-1"],
    [{ kind: "start", container: "taskmanager-2" }, "start taskmanager-2"],
    [{ kind: "kill", container: "taskmanager-2" }, "409 Conflict: container taskmanager-2 is not running"],
    [{ kind: "start", container: "kafka" }, "409 Conflict: container kafka is already running"],
    [{ kind: "kill", container: "taskmanager-3" }, "404 NotFound: no such container: taskmanager-3"],
    [{ kind: "killService", service: "taskmanager" }, "kill taskmanager-1, kill taskmanager-10"],
    [{ kind: "startService", service: "taskmanager" }, "start taskmanager-2"],
    [{ kind: "startService", service: "kafka" }, "409 Conflict: no container of service kafka is exited"],
    [{ kind: "killService", service: "clickevent-generator" }, "409 Conflict: no container of service clickevent-generator is running"],
    [{ kind: "killService", service: "zookeeper" }, "404 NotFound: no such service: zookeeper"],
    [{ kind: "scale", service: "kafka", replicas: 2 }, "409 Conflict: service kafka cannot be scaled"],
    [{ kind: "scale", service: "zookeeper", replicas: 2 }, "404 NotFound: no such service: zookeeper"],
    [{ kind: "scale", service: "taskmanager", replicas: 2 }, ""],
    [{ kind: "scale", service: "taskmanager", replicas: 0 }, "stop taskmanager-10, stop taskmanager-1"],
    [{ kind: "scale", service: "taskmanager", replicas: 3 }, "start taskmanager-2"],
    [{ kind: "scale", service: "taskmanager", replicas: 5 }, "start taskmanager-2, create taskmanager-4, create taskmanager-5"],
  ])("%j: %s", (command, expected) => {
    expect(planned(FLEET, command)).toBe(expected);
  });

  it("touches no container of a service that cannot be restarted", () => {
    const refusal = "409 Conflict: kafka cannot be killed or started: the engine does not support this yet";
    expect(planned(FLEET, { kind: "kill", container: "kafka" }, ["taskmanager"])).toBe(refusal);
    expect(planned(FLEET, { kind: "killService", service: "kafka" }, ["taskmanager"])).toBe(refusal);
    expect(planned(FLEET, { kind: "kill", container: "taskmanager-1" }, ["taskmanager"])).toBe("kill taskmanager-1");
  });

  it("starts a TaskManager that is stopping again when it has stopped, and counts it once", () => {
    const leaving = [member("taskmanager-1", true), member("taskmanager-2", true, "then-stay")];
    expect(planned(leaving, { kind: "scale", service: "taskmanager", replicas: 2 })).toBe("start-after-stop taskmanager-2");
    const returning = [member("taskmanager-1", true), member("taskmanager-2", true, "then-start")];
    expect(planned(returning, { kind: "scale", service: "taskmanager", replicas: 2 })).toBe("");
    expect(planned(returning, { kind: "scale", service: "taskmanager", replicas: 1 })).toBe("stop taskmanager-2");
  });
});

it("sorts containers by service, and TaskManagers by their numbers", () => {
  expect(inFleetOrder(FLEET).map(({ name }) => name)).toEqual(["jobmanager", "taskmanager-1", "taskmanager-2", "taskmanager-10", "kafka"]);
});
