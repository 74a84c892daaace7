import type { Backend } from "./backend.ts";

/** Where `npm run engine` listens. The engine in the page has no address; there the lines are what one would type there. */
export const ENGINE_URL = "http://localhost:8081";

/** The address of a backend's REST API, without the last slash. Asking the engine in the page for its source would open a port. */
export function restUrlOf(backend: Backend): string | undefined {
  if (backend.kind !== "http") return undefined;
  const source = backend.source();
  return source.kind === "http" ? source.baseUrl.replace(/\/$/, "") : undefined;
}
