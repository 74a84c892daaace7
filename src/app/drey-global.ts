import type { Backend } from "../client/use-client.tsx";

/** The hand on the API, in the browser's console. */
export interface DreyGlobal {
  /**
   * Asks the chosen backend, both contracts: `await (await drey.request(new Request("/jobs/overview"))).json()`.
   * Only path and query of the request's address count.
   */
  request(request: Request): Promise<Response>;
}

declare global {
  interface Window {
    drey: DreyGlobal;
  }
}

/** Puts `drey` on the window. Requests made before the backend is chosen wait for it. */
export function exposeDrey(choosing: Promise<Backend>): void {
  window.drey = {
    request: async (request) => {
      const backend = await choosing;
      return backend.client.request(request);
    },
  };
}
