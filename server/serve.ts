// Serves the built app and proxies the clusters named in the arguments.
import { main, UserError } from "../tools/command.mjs";
import { listenError } from "../tools/port.mjs";
import { type StartOptions, startOptionsFrom } from "../tools/start-options.mjs";
import { builtApp, NotBuiltError } from "./app-server.ts";
import { createDreyServer } from "./drey-server.ts";
import { hostNamesOf, LOOPBACK_NAMES } from "./host-names.ts";

await main(async (args) => {
  const options = startOptionsFrom(args);
  const { port, host, clusters, readOnly, allowedHosts } = options;
  const hostNames = hostNamesOf(host, allowedHosts);
  const server = await createDreyServer({ directory: builtApp, clusters, readOnly, hostNames }).catch((error: unknown) => {
    throw error instanceof NotBuiltError ? new UserError(error.message) : error;
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void server.close());
  }
  const address = await server.listen({ port, host }).catch((error: unknown) => {
    throw listenError(port, error, host);
  });
  for (const line of wordsOf(options)) console.log(line);
  console.log(`Drey is at ${address.replace("127.0.0.1", "localhost")} (Ctrl+C stops it)`);
  return 0;
});

function* wordsOf({ clusters, readOnly, host }: StartOptions): Generator<string> {
  for (const { label, address, id } of clusters) {
    yield `Cluster ${label}: ${address.origin}${address.pathname.replace(/\/$/, "")} under /clusters/${id}/${readOnly ? ", read-only" : ""}`;
  }
  const isOpen = !LOOPBACK_NAMES.has(host) && host !== "::1";
  if (isOpen && clusters.length > 0 && !readOnly) {
    yield `Anyone who can reach ${host} can cancel jobs and run programs on these clusters, because Drey has no passwords. Use --read-only to prevent that.`;
  }
}
