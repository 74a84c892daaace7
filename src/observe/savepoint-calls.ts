import type { SavepointStatus } from "../rest/operations.ts";
import type { OperationCalls, OperationStatus } from "../client/run-operation.ts";
import type { Backend } from "../client/backend.ts";

/** Flink's form of an id: 32 hexadecimal digits. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A savepoint while the job keeps running; its value is the path. An empty directory means the
 * cluster's default.
 */
export function savepointCalls({ client }: Backend, jobid: string, targetDirectory: string): OperationCalls<string> {
  const triggerId = newId();
  const body = { triggerId, ...(targetDirectory === "" ? {} : { "target-directory": targetDirectory }) };
  return {
    triggerId,
    trigger: async () => (await client.call("triggerSavepoint", { jobid }, {}, { body }))["request-id"],
    ask: async (triggerid) => pathOf(await client.call("savepointStatus", { jobid, triggerid }, {})),
  };
}

/**
 * A stop with a savepoint; its value is the path. The caller chooses `triggerId`, so that a later
 * page can request the status.
 */
export function stopCalls(
  { client }: Backend,
  jobid: string,
  { drain, targetDirectory, triggerId }: { drain: boolean; targetDirectory: string; triggerId: string },
): OperationCalls<string> {
  const body = { drain, triggerId, ...(targetDirectory === "" ? {} : { targetDirectory }) };
  return {
    triggerId,
    trigger: async () => (await client.call("stopJob", { jobid }, {}, { body }))["request-id"],
    ask: async (triggerid) => pathOf(await client.call("savepointStatus", { jobid, triggerid }, {})),
  };
}

/**
 * The deletion of a savepoint; its value is the deleted path. Flink does not accept an id from the
 * caller.
 */
export function disposalCalls({ client }: Backend, path: string): OperationCalls<string> {
  return {
    trigger: async () => (await client.call("disposeSavepoint", {}, {}, { body: { "savepoint-path": path } }))["request-id"],
    ask: async (triggerid) => {
      const { status, operation } = await client.call("disposalStatus", { triggerid }, {});
      if (status.id === "IN_PROGRESS") return "in-progress";
      const failure = operation?.["failure-cause"];
      return failure === undefined || failure === null ? { value: path } : { failure };
    },
  };
}

/** Reads the status of a savepoint or a stop. */
export function pathOf({ status, operation }: SavepointStatus): OperationStatus<string> {
  if (status.id === "IN_PROGRESS") return "in-progress";
  const failure = operation?.["failure-cause"];
  if (failure !== undefined) return { failure };
  return { value: operation?.location ?? "" };
}
