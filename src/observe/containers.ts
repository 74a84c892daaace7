import type { ObservedBackend } from "../client/backend.ts";
import { callKey, callOptions, type FactOptions } from "../client/fact-options.ts";
import { type ContainerHistory, nextContainerHistory } from "../domain/container-history.ts";
import type { Container, Generator, Playground } from "../rest/playground.ts";
import { foldedOptions } from "./folded-options.ts";

/** How long after a failure the playground is asked again what it is. */
const PLAYGROUND_RETRY_MS = 1000;

/** `GET /playground`: asked until it answers and never again, it does not change while a backend lives. Off without the playground. */
export function playgroundOptions(observed: ObservedBackend, isEnabled = true): FactOptions<Playground> {
  return {
    ...callOptions(observed, "playground", {}, {}, { isFixed: true, isEnabled: isEnabled && observed.backend.hasPlayground }),
    retry: true,
    retryDelay: PLAYGROUND_RETRY_MS,
  };
}

/** Containers are small news, and a kill should be seen soon: twice a second. Times of ends are as exact as this. */
const CONTAINERS_REFRESH_MS = 500;

/**
 * `GET /playground/containers`, with the ends that were observed. Kept without observers, so that
 * no end is forgotten. Off without the playground.
 */
export function containersOptions(
  observed: ObservedBackend,
  { refreshMs = CONTAINERS_REFRESH_MS, isEnabled = true }: { refreshMs?: number; isEnabled?: boolean } = {},
): FactOptions<ContainerHistory> {
  return foldedOptions<readonly Container[], ContainerHistory>(observed, {
    key: callKey("playgroundContainers", {}, {}),
    ask: async ({ client, signal }) => (await client.call("playgroundContainers", {}, {}, { signal })).containers,
    fold: (known, containers, atMs) => nextContainerHistory(known, atMs, containers),
    refreshMs,
    isEnabled: isEnabled && observed.backend.hasPlayground,
    keptMs: Number.POSITIVE_INFINITY,
  });
}

/** The same for the containers' names, which need no more than the refresh interval. */
export function containerNamesOptions(observed: ObservedBackend, isEnabled = true): FactOptions<ContainerHistory> {
  return containersOptions(observed, { refreshMs: observed.refreshMs, isEnabled });
}

/** `GET /playground/generator` at the refresh interval: whether it waits, and at which pace it goes. */
export function generatorOptions(observed: ObservedBackend): FactOptions<Generator> {
  return callOptions(observed, "generator", {}, {});
}
