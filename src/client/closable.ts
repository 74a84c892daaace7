import type { Transport } from "./transport.ts";

/** The page switched to another cluster, so this one is no longer called. */
export class BackendClosedError extends Error {
  override readonly name = "BackendClosedError";

  constructor() {
    super("The result is unknown, because this page switched to another cluster.");
  }
}

/**
 * A transport that can be closed. Pending and later calls then reject with {@link
 * BackendClosedError}.
 */
export function closable(transport: Transport): { readonly request: Transport; readonly close: () => void } {
  // One per request. A shared one would collect listeners as long as the page is open.
  const underWay = new Set<AbortController>();
  let isClosed = false;
  return {
    async request(request, progress) {
      if (isClosed) throw new BackendClosedError();
      const controller = new AbortController();
      underWay.add(controller);
      try {
        return await transport(new Request(request, { signal: AbortSignal.any([request.signal, controller.signal]) }), progress);
      } finally {
        underWay.delete(controller);
      }
    },
    close() {
      isClosed = true;
      for (const controller of underWay) controller.abort(new BackendClosedError());
    },
  };
}
