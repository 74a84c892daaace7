import type { Backend } from "./backend.ts";

/**
 * The default address of `npm run engine`. The playground has no address, so its commands use this
 * one.
 */
export const ENGINE_URL = "http://localhost:8081";

/**
 * The address of a backend's REST API without trailing slash. Reading the playground's source would
 * open a port.
 */
export function restUrlOf(backend: Backend): string | undefined {
  if (backend.kind !== "http") return undefined;
  const source = backend.source();
  return source.kind === "http" ? source.baseUrl.replace(/\/$/, "") : undefined;
}
