// What the status of a gateway in front of a cluster means. Its page is judged by the status and not
// by its type, because a login page or an error page may be HTML, JSON or empty. The dashboard and
// Drey's server have the same words.

/** A status in words. */
export interface GatewayStatus {
  /** A heading about the cluster with that name. */
  readonly title: (cluster: string) => string;
  /** What the gateway does: the rest of a sentence about it, without its full stop. */
  readonly does: string;
  /** What the user of the dashboard does next, as sentences. */
  readonly advice: string;
  /** What the person who started Drey's server does next, if it is another thing. */
  readonly adviceForServer?: string;
  /** Whether the gateway got no answer from the cluster. */
  readonly isClusterSilent: boolean;
}

/** What a server without the right user and password does next. */
export const LOGIN_ADVICE_FOR_SERVER =
  "Give --cluster an address that needs no login, or a valid user and password: --cluster http://user:password@host.";

const UNAVAILABLE: GatewayStatus = {
  title: (cluster) => `${cluster} is not available`,
  does: "answers, but the cluster does not",
  advice: "Try again later.",
  isClusterSilent: true,
};

const STATUSES: Readonly<Record<number, GatewayStatus>> = {
  401: {
    title: (cluster) => `${cluster} requires a login`,
    does: "requires a login",
    advice: "Sign in again.",
    adviceForServer: LOGIN_ADVICE_FOR_SERVER,
    isClusterSilent: false,
  },
  403: {
    title: (cluster) => `${cluster} does not allow this`,
    does: "does not allow this call",
    advice: "Ask its administrator for access.",
    isClusterSilent: false,
  },
  413: {
    title: (cluster) => `The request is too large for ${cluster}`,
    does: "does not accept a request of this size",
    advice: "Raise its limit.",
    isClusterSilent: false,
  },
  429: {
    title: (cluster) => `${cluster} received too many requests`,
    does: "accepts no more requests for now",
    advice: "Try again later.",
    isClusterSilent: false,
  },
  502: UNAVAILABLE,
  503: UNAVAILABLE,
  504: UNAVAILABLE,
};

/** The meaning of a status. Undefined if it says nothing about a gateway. */
export function gatewayStatus(status: number): GatewayStatus | undefined {
  return STATUSES[status];
}
