// What the status of a gateway in front of a cluster means. Its page is judged by the status and not
// by its type, because a login page or an error page may be HTML, JSON or empty.

/** A status in words. */
export interface GatewayWords {
  /** A heading about the cluster with that name. */
  readonly title: (cluster: string) => string;
  /** What happened, and what to do next. */
  readonly sentence: string;
}

const UNAVAILABLE: GatewayWords = {
  title: (cluster) => `${cluster} is not available`,
  sentence: "The gateway in front of the cluster answers, but the cluster does not. Try again later.",
};

const WORDS: Readonly<Record<number, GatewayWords>> = {
  401: {
    title: (cluster) => `${cluster} requires a login`,
    sentence: "A gateway in front of the cluster requires a login. Sign in again.",
  },
  403: {
    title: (cluster) => `${cluster} does not allow this`,
    sentence: "A gateway in front of the cluster does not allow this call. Ask its administrator for access.",
  },
  413: {
    title: (cluster) => `The request is too large for ${cluster}`,
    sentence: "A gateway in front of the cluster does not accept a request of this size. Raise its limit.",
  },
  429: {
    title: (cluster) => `${cluster} received too many requests`,
    sentence: "A gateway in front of the cluster accepts no more requests for now. Try again later.",
  },
  502: UNAVAILABLE,
  503: UNAVAILABLE,
  504: UNAVAILABLE,
};

/** The words for a status. Undefined if it does not say anything about a gateway. */
export function gatewayWords(status: number): GatewayWords | undefined {
  return WORDS[status];
}
