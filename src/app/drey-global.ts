import type { BackendSwitch } from "./backend-switch.ts";

/** The API object in the browser's console. */
export interface DreyGlobal {
  /**
   * Calls the chosen backend, for both contracts: `await (await drey.request(new
   * Request("/jobs/overview"))).json()`. Only path and query of the request's address matter.
   */
  request(request: Request): Promise<Response>;
}

declare global {
  interface Window {
    drey: DreyGlobal;
  }
}

/** Puts `drey` on the window. Requests made before a backend is chosen wait for it. */
export function exposeDrey(backendSwitch: BackendSwitch): void {
  window.drey = {
    request: async (request) => {
      const backend = await backendSwitch.backend();
      return backend.client.request(request);
    },
  };
}
