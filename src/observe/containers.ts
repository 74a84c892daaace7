import type { ObservedBackend } from "../client/backend.ts";
import { callKey, callOptions, type FactOptions } from "../client/fact-options.ts";
import { type ContainerHistory, nextContainerHistory } from "../domain/container-history.ts";
import type { Container, Generator, Playground } from "../rest/playground.ts";
import { foldedOptions } from "./folded-options.ts";

/** The time after which a failed `GET /playground` is repeated, ms. */
const PLAYGROUND_RETRY_MS = 1000;

/**
 * `GET /playground`, requested until it is answered and never again, because it does not change.
 * Disabled without a playground.
 */
export function playgroundOptions(observed: ObservedBackend, isEnabled = true): FactOptions<Playground> {
  return {
    ...callOptions(observed, "playground", {}, {}, { isFixed: true, isEnabled: isEnabled && observed.backend.hasPlayground }),
    retry: true,
    retryDelay: PLAYGROUND_RETRY_MS,
  };
}

/**
 * Twice per second, because the replies are small and a kill should be seen soon, ms. Times of ends
 * are this exact.
 */
const CONTAINERS_REFRESH_MS = 500;

/**
 * `GET /playground/containers` with the observed ends. Kept without observers, so that no end is
 * forgotten. Disabled without a playground.
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

/** The same for the containers' names, which need only the refresh interval. */
export function containerNamesOptions(observed: ObservedBackend, isEnabled = true): FactOptions<ContainerHistory> {
  return containersOptions(observed, { refreshMs: observed.refreshMs, isEnabled });
}

/** `GET /playground/generator` at the refresh interval: pace, and whether it waits. */
export function generatorOptions(observed: ObservedBackend): FactOptions<Generator> {
  return callOptions(observed, "generator", {}, {});
}
