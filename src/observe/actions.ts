// What can be done to a backend in one call. Those that take a while are operations: savepoint-calls.ts, start-calls.ts, requirements-calls.ts.
import type { QueryClient } from "@tanstack/query-core";

import type { Backend, ObservedBackend } from "../client/backend.ts";
import { keyOf } from "../client/fact-options.ts";
import type { Fault, Generator } from "../rest/playground.ts";
import { generatorOptions } from "./containers.ts";

/** What can be asked of the containers. */
export type ContainerAction =
  | { readonly type: "kill"; readonly name: string }
  | { readonly type: "start"; readonly name: string }
  | { readonly type: "scale"; readonly service: string; readonly replicas: number }
  | { readonly type: "reset" };

/** Kills, starts, scales or resets. Rejects as a client's call does. */
export async function runContainerAction({ client }: Backend, action: ContainerAction): Promise<void> {
  switch (action.type) {
    case "kill":
      await client.call("killContainer", { name: action.name }, {});
      return;
    case "start":
      await client.call("startContainer", { name: action.name }, {});
      return;
    case "scale":
      await client.call("scaleService", { service: action.service }, {}, { body: { replicas: action.replicas } });
      return;
    case "reset":
      await client.call("resetPlayground", {}, {});
      return;
  }
}

/** Sets the generator's pace; null is as fast as possible, 0 paused. Resolves with the generator as it is then. */
export function setPace({ client }: Backend, recordsPerSecond: number | null): Promise<Generator> {
  return client.call("patchGenerator", {}, {}, { body: { recordsPerSecond } });
}

/** Shows the generator as an action has just answered it. */
export function noteGenerator(queryClient: QueryClient, observed: ObservedBackend, generator: Generator): void {
  queryClient.setQueryData(generatorOptions(observed).queryKey, generator);
}

/** Makes a function of the job throw. */
export async function injectFault({ client }: Backend, fault: Fault): Promise<void> {
  await client.call("injectFault", {}, {}, { body: fault });
}

/** Cancels a job. */
export async function cancelJob({ client }: Backend, jobid: string): Promise<void> {
  await client.call("cancelJob", { jobid }, { mode: "cancel" });
}

/** Deletes a JAR. */
export async function deleteJar({ client }: Backend, jarid: string): Promise<void> {
  await client.call("deleteJar", { jarid }, {});
}

/** After an action: asks for everything on the screen again. What is under way is cancelled, so that no reply from before counts. */
export function refreshBackend(queryClient: QueryClient, backend: Backend): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keyOf(backend) });
}

/** The same for what is not on the screen, and for what has failed: for a button that tries again. */
export function askBackendAgain(queryClient: QueryClient, backend: Backend): Promise<void> {
  return queryClient.refetchQueries({ queryKey: keyOf(backend) });
}

/** After an upload or a deletion: asks for the JARs again. */
export function refreshJars(queryClient: QueryClient, backend: Backend): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keyOf(backend, "jars") });
}
