// A cluster at an address.
import type { ClusterUnderTest } from "./cluster-under-test.ts";

/** Connects to `baseUrl`, without trailing slash. The caller starts and stops it. */
export function clusterAt(baseUrl: string): ClusterUnderTest {
  return {
    async ask(method, url, body) {
      const init = body === undefined ? {} : { body, headers: { "content-type": "application/json" } };
      const reply = await fetch(`${baseUrl}${url}`, { method, ...init });
      return { status: reply.status, body: await reply.text() };
    },
    stop: () => Promise.resolve(),
  };
}
