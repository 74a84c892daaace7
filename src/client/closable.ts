import type { Transport } from "./transport.ts";

/** The page has turned to another cluster: nothing is asked of this one any more. */
export class BackendClosedError extends Error {
  override readonly name = "BackendClosedError";

  constructor() {
    super("The result is unknown, because this page switched to another cluster.");
  }
}

/** A transport that can be closed: what is under way then, and all that comes later, rejects with {@link BackendClosedError}. */
export function closable(transport: Transport): { readonly request: Transport; readonly close: () => void } {
  // One for each request: a single one for all of them would collect listeners as long as the page is open.
  const underWay = new Set<AbortController>();
  let isClosed = false;
  return {
    async request(request) {
      if (isClosed) throw new BackendClosedError();
      const controller = new AbortController();
      underWay.add(controller);
      try {
        return await transport(new Request(request, { signal: AbortSignal.any([request.signal, controller.signal]) }));
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
