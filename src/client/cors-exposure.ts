import type { Transport } from "./transport.ts";

/** Whether a cluster's replies say that pages of every origin may read them. */
export interface Openness {
  readonly isOpen: () => boolean;
  /** Calls the listener when it becomes known; answers how to stop it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Watches the replies of a transport for it. Behind Drey's proxy a header of its own tells what Flink said, at Flink's own origin Flink's header
 * can be read; across origins a page can read only the reply itself, and that it can says enough.
 */
export function watchOpenness(transport: Transport, isDirect: boolean): { readonly request: Transport; readonly openness: Openness } {
  const listeners = new Set<() => void>();
  let isOpen = false;
  return {
    async request(request) {
      const response = await transport(request);
      const { headers } = response;
      const saysSo = isDirect || headers.get("x-drey-upstream-cors") === "*" || headers.get("access-control-allow-origin") === "*";
      if (saysSo && !isOpen) {
        isOpen = true;
        for (const listener of listeners) listener();
      }
      return response;
    },
    openness: {
      isOpen: () => isOpen,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

/** Of a cluster that no other page can reach. */
export const CLOSED: Openness = { isOpen: () => false, subscribe: () => () => undefined };
