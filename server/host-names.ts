import { isIP } from "node:net";
import { hostname } from "node:os";

/** Under which names a server answers. */
export interface HostNames {
  /** `name` without port, in lower case; an IPv6 address in brackets, as a URL has it. */
  has(name: string): boolean;
  /** For a sentence: "localhost and jobs.example". */
  readonly words: string;
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The names of a server that listens on `address`: this machine's loopback, that address, and what the user allows besides. One that listens
 * everywhere is found under any of the machine's addresses: an address in figures cannot be rebound, so all of them pass.
 */
export function hostNamesOf(address: string, allowed: readonly string[] = []): HostNames {
  const listensEverywhere = address === "0.0.0.0" || address === "::";
  const names = new Set([...LOOPBACK, ...allowed.map(asInUrl), asInUrl(listensEverywhere ? hostname() : address)]);
  return {
    has: (name) => names.has(name) || (listensEverywhere && isAddress(name)),
    words: [...names].filter((name) => name === "localhost" || !LOOPBACK.includes(name)).join(" and "),
  };
}

/** Those of a server for this machine only. */
export const LOOPBACK_NAMES: HostNames = hostNamesOf("127.0.0.1");

function asInUrl(name: string): string {
  return isIP(name) === 6 ? `[${name.toLowerCase()}]` : name.toLowerCase();
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}
