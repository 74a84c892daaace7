// How Drey's proxy marks its own replies. They have Flink's format, so without the mark the page
// could not tell them from the cluster's.

/** The header of a reply that the proxy made itself, because the cluster gave none that it could pass on. */
export const UPSTREAM_FAULT_HEADER = "x-drey-upstream-fault";

/**
 * Why: the cluster cannot be reached or does not answer, a gateway in front of it answered, or the
 * server at its address is not Flink.
 */
const UPSTREAM_FAULTS = ["unreachable", "gateway", "not-flink"] as const;

export type UpstreamFault = (typeof UPSTREAM_FAULTS)[number];

/** The fault that a reply is marked with; undefined for a reply of the cluster. */
export function upstreamFaultOf(headers: { readonly get: (name: string) => string | null }): UpstreamFault | undefined {
  const value = headers.get(UPSTREAM_FAULT_HEADER);
  return UPSTREAM_FAULTS.find((fault) => fault === value);
}
