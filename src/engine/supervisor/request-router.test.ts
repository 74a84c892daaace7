import { describe, expect, test } from "vitest";
import { containersSchema, playgroundSchema } from "../../rest/playground.ts";
import { recordSupervisor } from "./testing/recording-runtime.ts";

function boot() {
  const recorded = recordSupervisor();
  recorded.supervisor.boot();
  recorded.takeConversation();
  async function call(method: string, url: string, body?: string) {
    const response = await recorded.handle({ method, url, ...(body === undefined ? {} : { body }) });
    const reply: unknown = JSON.parse(response.body);
    return { status: response.status, reply };
  }
  return { ...recorded, call };
}

describe("routing", () => {
  test.each([
    ["GET", "/jobs/overview", 1],
    ["DELETE", "/what/is/this?x=1", 1],
    ["OPTIONS", "/jobs/overview", 1],
    ["GET", "/playgrounds", 1],
    ["POST", "/playground/faults", 1],
    ["GET", "/playground/savepoints", 1],
    ["GET", "/playground/topics", 3],
    ["GET", "/playground/topics/input/records?partition=0&offset=0", 3],
    ["PATCH", "/playground/generator", 4],
    ["GET", "/v1/playground/generator", 4],
  ])("%s %s is handed to incarnation %i as it came", (method, url, incarnation) => {
    const { handle, takeConversation } = boot();
    void handle({ method, url });
    expect(takeConversation()).toEqual([`request ${method} ${url} to ${String(incarnation)}`]);
  });

  test.each([
    ["GET", "/playground/nothing?x=1"],
    ["DELETE", "/playground/containers"],
    ["OPTIONS", "/playground"],
    ["GET", "/playground/reset"],
  ])("%s %s is not found, in Flink's words", async (method, url) => {
    expect(await boot().call(method, url)).toEqual({ status: 404, reply: { errors: [`Not found: ${url}`] } });
  });
});

describe("what the supervisor answers", () => {
  test("says what this backend can do", async () => {
    const { status, reply } = await boot().call("GET", "/playground");
    expect(status).toBe(200);
    expect(playgroundSchema.parse(reply)).toEqual({
      backend: "node",
      restartable: ["taskmanager"],
      scalable: ["taskmanager"],
      faults: ["throw"],
      reset: true,
    });
  });

  test("lists containers in the contract's shape, running and exited", async () => {
    const { call } = boot();
    await call("POST", "/playground/containers/taskmanager-1/kill");
    const { containers } = containersSchema.parse((await call("GET", "/playground/containers")).reply);
    expect(containers.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "jobmanager running",
      "taskmanager-1 exited",
      "kafka running",
      "clickevent-generator running",
    ]);
  });

  test.each([
    ["POST", "/playground/containers/taskmanager-1/kill", undefined],
    ["POST", "/playground/services/taskmanager/kill", undefined],
    ["PUT", "/playground/services/taskmanager/scale", '{"replicas":0}'],
    ["PUT", "/playground/services/taskmanager/scale", '{"replicas":16}'],
    ["POST", "/playground/reset", undefined],
  ])("accepts %s %s", async (method, url, body) => {
    expect(await boot().call(method, url, body)).toEqual({ status: 202, reply: {} });
  });

  test.each([
    ["POST", "/playground/containers/taskmanager-7/kill", undefined, 404, "NotFound: no such container: taskmanager-7"],
    ["POST", "/playground/containers/taskmanager-1/start", undefined, 409, "Conflict: container taskmanager-1 is already running"],
    [
      "POST",
      "/playground/containers/kafka/kill",
      undefined,
      409,
      "Conflict: kafka cannot be killed or started: the engine does not support this yet",
    ],
    ["POST", "/playground/services/nothing/kill", undefined, 404, "NotFound: no such service: nothing"],
    ["POST", "/playground/services/taskmanager/start", undefined, 409, "Conflict: no container of service taskmanager is exited"],
    [
      "POST",
      "/playground/services/jobmanager/kill",
      undefined,
      409,
      "Conflict: jobmanager cannot be killed or started: the engine does not support this yet",
    ],
    ["PUT", "/playground/services/kafka/scale", '{"replicas":2}', 409, "Conflict: service kafka cannot be scaled"],
    ["PUT", "/playground/services/nothing/scale", '{"replicas":2}', 404, "NotFound: no such service: nothing"],
  ])("refuses %s %s with a reason", async (method, url, body, status, message) => {
    expect(await boot().call(method, url, body)).toEqual({ status, reply: { errors: [message] } });
  });

  test.each(["", "x", "null", "[]", "{}", '{"replicas":-1}', '{"replicas":1000}', '{"replicas":1.5}', '{"replicas":"2"}'])(
    "refuses to scale to %s, and changes nothing",
    async (body) => {
      const { call, takeConversation } = boot();
      const { status, reply } = await call("PUT", "/playground/services/taskmanager/scale", body);
      expect(status).toBe(400);
      expect(reply).toEqual({ errors: ['BadRequest: the body must be {"replicas": n} with a whole number n from 0 to 16'] });
      expect(takeConversation()).toEqual([]);
    },
  );

  test("killing the dead is a conflict", async () => {
    const { call } = boot();
    await call("POST", "/playground/containers/taskmanager-1/kill");
    expect(await call("POST", "/playground/containers/taskmanager-1/kill")).toEqual({
      status: 409,
      reply: { errors: ["Conflict: container taskmanager-1 is not running"] },
    });
  });
});
