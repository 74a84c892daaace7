import { expect, it } from "vitest";
import { errResult, okResult } from "../../base/result.ts";
import { matchEndpoint } from "../../rest/match-endpoint.ts";
import { answerContainerCall, type ContainerOwner } from "./container-api.ts";
import type { FleetCommand } from "./container-fleet.ts";

/** An owner whose calls need its `this`, as those of a cluster do. */
class FakeOwner implements ContainerOwner {
  readonly commands: FleetCommand[] = [];
  resets = 0;

  containers() {
    return [];
  }

  command(command: FleetCommand) {
    this.commands.push(command);
    return "container" in command && command.container === "nothing"
      ? errResult({ status: 404, message: "NotFound: no such container: nothing" } as const)
      : okResult(undefined);
  }

  reset(): void {
    this.resets++;
  }
}

async function call(owner: FakeOwner, method: string, path: string, body?: string) {
  const response = await answerContainerCall(owner, matchEndpoint(method, path), body);
  return response === undefined ? undefined : { status: response.status, body: JSON.parse(String(response.body)) as unknown };
}

it.each<[string, string, string | undefined, FleetCommand]>([
  ["POST", "/playground/containers/taskmanager-1/kill", undefined, { kind: "kill", container: "taskmanager-1" }],
  ["POST", "/playground/containers/taskmanager-1/start", undefined, { kind: "start", container: "taskmanager-1" }],
  ["POST", "/playground/services/taskmanager/kill", undefined, { kind: "killService", service: "taskmanager" }],
  ["POST", "/playground/services/taskmanager/start", undefined, { kind: "startService", service: "taskmanager" }],
  ["PUT", "/playground/services/taskmanager/scale", `{"replicas": 3}`, { kind: "scale", service: "taskmanager", replicas: 3 }],
])("%s %s is a command", async (method, path, body, command) => {
  const owner = new FakeOwner();
  expect(await call(owner, method, path, body)).toEqual({ status: 202, body: {} });
  expect(owner.commands).toEqual([command]);
});

it.each(["", "3", "{}", `{"replicas": 1.5}`, `{"replicas": -1}`, `{"replicas": 17}`, `{"replicas": "2"}`])(
  "refuses to scale by the body %s",
  async (body) => {
    const owner = new FakeOwner();
    expect(await call(owner, "PUT", "/playground/services/taskmanager/scale", body)).toEqual({
      status: 400,
      body: { errors: [`BadRequest: the body must be {"replicas": n} with a whole number n from 0 to 16`] },
    });
    expect(owner.commands).toEqual([]);
  },
);

it("answers a refusal with its status and message", async () => {
  expect(await call(new FakeOwner(), "POST", "/playground/containers/nothing/kill")).toEqual({
    status: 404,
    body: { errors: ["NotFound: no such container: nothing"] },
  });
});

it("resets its owner, lists its containers, and leaves every other call alone", async () => {
  const owner = new FakeOwner();
  expect(await call(owner, "POST", "/playground/reset")).toEqual({ status: 202, body: {} });
  expect(owner.resets).toBe(1);
  expect(await call(owner, "GET", "/playground/containers")).toEqual({ status: 200, body: { containers: [] } });
  expect(await call(owner, "GET", "/playground/topics")).toBeUndefined();
});
