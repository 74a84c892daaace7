import type { Transport } from "./transport.ts";

/** Whether pages of every origin may read a cluster's replies, as far as the replies received say so. */
export interface CorsExposure {
  readonly allowsAnyOrigin: () => boolean;
  /** Calls the listener once `allowsAnyOrigin` turns true. Returns the function that removes it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Reads the CORS exposure off the replies of a transport. Behind Drey's proxy, a header of the proxy
 * repeats what Flink said. At Flink's own origin, Flink's header is readable. Across origins a page
 * can read a reply only if the cluster allows it.
 */
export function watchCorsExposure(
  transport: Transport,
  isDirect: boolean,
): { readonly request: Transport; readonly corsExposure: CorsExposure } {
  const listeners = new Set<() => void>();
  let allowsAnyOrigin = false;
  return {
    async request(request, progress) {
      const response = await transport(request, progress);
      const { headers } = response;
      const saysSo = isDirect || headers.get("x-drey-upstream-cors") === "*" || headers.get("access-control-allow-origin") === "*";
      if (saysSo && !allowsAnyOrigin) {
        allowsAnyOrigin = true;
        for (const listener of listeners) listener();
      }
      return response;
    },
    corsExposure: {
      allowsAnyOrigin: () => allowsAnyOrigin,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

/** For a cluster that no other page can reach. */
export const NOT_EXPOSED: CorsExposure = { allowsAnyOrigin: () => false, subscribe: () => () => undefined };
