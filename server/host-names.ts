import { isIP } from "node:net";
import { hostname } from "node:os";

/** The names under which a server answers. */
export interface HostNames {
  /** `name` is without port, in lower case, an IPv6 address in brackets as in a URL. */
  has(name: string): boolean;
  /** For messages: "localhost and jobs.example". */
  readonly words: string;
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The names of a server that listens on `address`: this machine's loopback names, that address, and
 * the user's additional names. A server that listens on all addresses accepts any IP address,
 * because an IP address cannot be rebound.
 */
export function hostNamesOf(address: string, allowed: readonly string[] = []): HostNames {
  const listensEverywhere = address === "0.0.0.0" || address === "::";
  const names = new Set([...LOOPBACK, ...allowed.map(asInUrl), asInUrl(listensEverywhere ? hostname() : address)]);
  return {
    has: (name) => names.has(name) || (listensEverywhere && isAddress(name)),
    words: [...names].filter((name) => name === "localhost" || !LOOPBACK.includes(name)).join(" and "),
  };
}

/** The names of a server for this machine only. */
export const LOOPBACK_NAMES: HostNames = hostNamesOf("127.0.0.1");

function asInUrl(name: string): string {
  return isIP(name) === 6 ? `[${name.toLowerCase()}]` : name.toLowerCase();
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}
