// The command that serves the app and proxies clusters, for npm start and for the package.
import { UserError } from "../tools/command.mjs";
import { listenError } from "../tools/port.mjs";
import { type StartOptions, startOptionsFrom } from "../tools/start-options.mjs";
import { NotBuiltError } from "./app-server.ts";
import { createDreyServer } from "./drey-server.ts";
import { hostNamesOf, LOOPBACK_NAMES } from "./host-names.ts";

/**
 * Serves the app in `directory` with the options in `args` and the environment, and prints where.
 * Returns the exit code when it listens. Throws UserError. `command` is the name in the usage text.
 */
export async function serve(
  args: string[],
  { directory, command }: { readonly directory: string; readonly command: string },
): Promise<number> {
  const options = startOptionsFrom(args, { env: process.env, command });
  const { port, host, clusters, readOnly, allowedHosts } = options;
  const hostNames = hostNamesOf(host, allowedHosts);
  const server = await createDreyServer({ directory, clusters, readOnly, hostNames }).catch((error: unknown) => {
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
}

function* wordsOf({ clusters, readOnly, host }: StartOptions): Generator<string> {
  for (const { label, address, id } of clusters) {
    yield `Cluster ${label}: ${address.origin}${address.pathname.replace(/\/$/, "")} under /clusters/${id}/${readOnly ? ", read-only" : ""}`;
  }
  const isOpen = !LOOPBACK_NAMES.has(host) && host !== "::1";
  if (isOpen && clusters.length > 0 && !readOnly) {
    yield `Anyone who can reach ${host} can cancel jobs and run programs on these clusters, because Drey has no passwords. Use --read-only to prevent that.`;
  }
}
