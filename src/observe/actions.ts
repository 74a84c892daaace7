// Actions on a backend that take one call. Longer ones are operations: savepoint-calls.ts,
// start-calls.ts, requirements-calls.ts.
import type { QueryClient } from "@tanstack/query-core";

import type { Backend, ObservedBackend } from "../client/backend.ts";
import { keyOf } from "../client/fact-options.ts";
import type { Fault, Generator } from "../rest/playground.ts";
import { generatorOptions } from "./containers.ts";

/** Actions on containers. */
export type ContainerAction =
  | { readonly type: "kill"; readonly name: string }
  | { readonly type: "start"; readonly name: string }
  | { readonly type: "scale"; readonly service: string; readonly replicas: number }
  | { readonly type: "reset" };

/** Kills, starts, scales or resets containers. Rejects as a client's call does. */
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

/**
 * Sets the generator's pace: null is unlimited, 0 is paused. Resolves with the generator's new
 * state.
 */
export function setPace({ client }: Backend, recordsPerSecond: number | null): Promise<Generator> {
  return client.call("patchGenerator", {}, {}, { body: { recordsPerSecond } });
}

/**
 * Shows the generator as an action has returned it. A request made before is given up: its reply
 * would show the old pace again.
 */
export async function noteGenerator(queryClient: QueryClient, observed: ObservedBackend, generator: Generator): Promise<void> {
  const { queryKey } = generatorOptions(observed);
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, generator);
}

/** Injects an exception into the job. */
export async function injectFault({ client }: Backend, fault: Fault): Promise<void> {
  await client.call("injectFault", {}, {}, { body: fault });
}

/** Cancels a job. */
export async function cancelJob({ client }: Backend, jobid: string): Promise<void> {
  await client.call("cancelJob", { jobid }, { mode: "cancel" });
}

/** Cancels an application with all its jobs. */
export async function cancelApplication({ client }: Backend, applicationid: string): Promise<void> {
  await client.call("cancelApplication", { applicationid }, {});
}

/** Deletes a JAR. */
export async function deleteJar({ client }: Backend, jarid: string): Promise<void> {
  await client.call("deleteJar", { jarid }, {});
}

/**
 * Refreshes everything on the screen after an action. Pending requests are cancelled, so that no
 * older reply counts. Nothing waits for its turn: the action is over when everything is refreshed.
 */
export function refreshBackend(queryClient: QueryClient, backend: Backend): Promise<void> {
  return backend.client.pacer.atOnce(() => queryClient.invalidateQueries({ queryKey: keyOf(backend) }));
}

/**
 * Also refreshes facts that are not on the screen or have failed, for a button that tries again.
 */
export function askBackendAgain(queryClient: QueryClient, backend: Backend): Promise<void> {
  return backend.client.pacer.atOnce(() => queryClient.refetchQueries({ queryKey: keyOf(backend) }));
}

/** Refreshes the JARs after an upload or a deletion. */
export function refreshJars(queryClient: QueryClient, backend: Backend): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keyOf(backend, "jars") });
}
