// Drey as one server: the app, the clusters behind it, drey.json and /healthz.
import type { FastifyInstance } from "fastify";
import { createAppServer } from "./app-server.ts";
import { flinkProxy } from "./flink-proxy.ts";
import { type HostNames, LOOPBACK_NAMES } from "./host-names.ts";
import { refuseOtherSites } from "./same-site.ts";
import { limitArrival } from "./request-arrival.ts";
import { UPSTREAM_LIMITS, type UpstreamLimits } from "./upstream.ts";

/** A Flink cluster that the server proxies. */
export interface ServedCluster {
  /** Identifies the cluster, also in links. Stays the same across restarts. */
  readonly id: string;
  /** Its name on the screen. */
  readonly label: string;
  /**
   * The address of its REST API. It may have a path. A user and password are sent to the cluster
   * and never shown.
   */
  readonly address: URL;
  /**
   * Its path on this server: `/clusters/<id>/` by default, with a slash at both ends. `/` uses the
   * paths of Flink itself. The only cluster has these as well.
   */
  readonly mount?: `/${string}`;
  /** Whether {@link DreyServerOptions.api} answers the playground API for it. */
  readonly playground?: boolean;
}

/** Options of a server. */
export interface DreyServerOptions {
  /** The built app. */
  readonly directory: string;
  /**
   * In the order of the picker; the first is the default. Without clusters, only the playground is
   * available.
   */
  readonly clusters: readonly ServedCluster[];
  /** Rejects every call that changes a cluster. */
  readonly readOnly?: boolean;
  /** The names under which it answers; by default those of this machine's loopback address. */
  readonly hostNames?: HostNames;
  /** Additional routes, protected against other sites like those of the clusters. */
  readonly api?: (server: FastifyInstance) => Promise<void>;
  /** For tests; the proxy's own otherwise. */
  readonly limits?: UpstreamLimits;
}

/**
 * A complete server that does not listen yet. Closing it closes the connections to the clusters.
 * Throws NotBuiltError.
 */
export async function createDreyServer(options: DreyServerOptions): Promise<FastifyInstance> {
  const { clusters, readOnly = false, api, limits } = options;
  const server = await createAppServer(options.directory, { hostNames: options.hostNames ?? LOOPBACK_NAMES });
  server.setNotFoundHandler((request, reply) => {
    return reply.code(404).send({ errors: [`Not found: no file and no ${request.method} call of Flink's REST API has this path.`] });
  });
  // The app's files are excluded: a link from another site may lead to them, and they are public.
  await server.register(async (scope) => {
    refuseOtherSites(scope);
    const config = backendConfig(clusters, readOnly);
    // For health checks. It says only that this server runs: a cluster that is down must not restart it.
    scope.get("/healthz", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
    scope.get("/drey.json", (_request, reply) => reply.header("cache-control", "no-cache").send(config));
    for (const cluster of clusters) {
      const { address, label } = cluster;
      for (const prefix of prefixesOf(cluster, clusters)) {
        await scope.register(flinkProxy, { prefix, address, label, readOnly, ...(limits === undefined ? {} : { limits }) });
      }
    }
    if (api !== undefined) {
      await scope.register(async (apiScope) => {
        limitArrival(apiScope, UPSTREAM_LIMITS.requestMs);
        await api(apiScope);
      });
    }
  });
  return server;
}

/** A row of `drey.json`, read by src/client/backend-config.ts. */
type BackendRow =
  | { readonly kind: "browser" }
  | {
      readonly kind: "http";
      readonly id: string;
      readonly url: string;
      readonly label: string;
      readonly playground?: true;
      readonly readOnly?: true;
    };

/** The content of `drey.json`: the clusters, and always the playground. */
function backendConfig(clusters: readonly ServedCluster[], readOnly: boolean): { readonly backends: readonly BackendRow[] } {
  const rows = clusters.map((cluster): BackendRow => {
    return {
      kind: "http",
      id: cluster.id,
      url: `.${mountOf(cluster)}`,
      label: cluster.label,
      ...(cluster.playground === true ? { playground: true } : {}),
      ...(readOnly ? { readOnly: true } : {}),
    };
  });
  return { backends: [...rows, { kind: "browser" }] };
}

function mountOf({ id, mount }: ServedCluster): `/${string}` {
  return mount ?? `/clusters/${id}/`;
}

/** The paths of a cluster on this server, without a slash at the end. The only cluster has Flink's own paths as well. */
function prefixesOf(cluster: ServedCluster, clusters: readonly ServedCluster[]): ReadonlySet<string> {
  return new Set([mountOf(cluster).replace(/\/$/, ""), ...(clusters.length === 1 ? [""] : [])]);
}
