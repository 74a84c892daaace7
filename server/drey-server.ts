// Drey as one server: the app, the clusters behind it, and what the page reads to learn of them.
import type { FastifyInstance } from "fastify";
import { createAppServer } from "./app-server.ts";
import { flinkProxy } from "./flink-proxy.ts";
import { type HostNames, LOOPBACK_NAMES } from "./host-names.ts";
import { refuseOtherSites } from "./same-site.ts";
import type { UpstreamLimits } from "./upstream.ts";

/** A Flink cluster that the server proxies. */
export interface ServedCluster {
  /** Tells clusters apart, in links as well: it stays the same from start to start. */
  readonly id: string;
  /** Its name on the screen. */
  readonly label: string;
  /** Where its REST API is. A path in it is kept; a user and password are sent on and never shown. */
  readonly address: URL;
  /** Where it is served: `/clusters/<id>/` unless told otherwise, with a slash at both ends. `/` gives the paths of Flink itself. */
  readonly mount?: `/${string}`;
  /** Whether the playground API is answered beside it, by {@link DreyServerOptions.api}. */
  readonly playground?: boolean;
}

/** What a server is made of. */
export interface DreyServerOptions {
  /** The built app. */
  readonly directory: string;
  /** In the order of the picker; the first is the one to begin with. None: the engine in the page is all there is. */
  readonly clusters: readonly ServedCluster[];
  /** Refuses every call that changes a cluster. */
  readonly readOnly?: boolean;
  /** Under which names it answers; this machine's loopback unless told otherwise. */
  readonly hostNames?: HostNames;
  /** Further routes, under the same protection against other sites as the clusters'. */
  readonly api?: (server: FastifyInstance) => Promise<void>;
  /** For tests; the proxy's own otherwise. */
  readonly limits?: UpstreamLimits;
}

/** A server that is complete but does not listen yet. Closing it closes the connections to the clusters. Throws NotBuiltError. */
export async function createDreyServer(options: DreyServerOptions): Promise<FastifyInstance> {
  const { clusters, readOnly = false, api, limits } = options;
  const server = await createAppServer(options.directory, { hostNames: options.hostNames ?? LOOPBACK_NAMES });
  server.setNotFoundHandler((request, reply) => {
    return reply.code(404).send({ errors: [`Not found: no file and no ${request.method} call of Flink's REST API has this path.`] });
  });
  // The app's files are outside: a link from another site may lead to them, and they say nothing that is not public.
  await server.register(async (scope) => {
    refuseOtherSites(scope);
    const config = backendConfig(clusters, readOnly);
    scope.get("/drey.json", (_request, reply) => reply.header("cache-control", "no-cache").send(config));
    for (const cluster of clusters) {
      const { address, label } = cluster;
      const prefix = mountOf(cluster).replace(/\/$/, "");
      await scope.register(flinkProxy, { prefix, address, label, readOnly, ...(limits === undefined ? {} : { limits }) });
    }
    if (api !== undefined) await scope.register(api);
  });
  return server;
}

/** A row of `drey.json`, which src/client/backend-config.ts reads. */
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

/** The content of `drey.json`: the clusters, and always the engine in the page. */
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
