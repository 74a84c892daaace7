// Serves the built app, as static files, on this machine only.
import { main, UserError } from "../tools/command.mjs";
import { host, listenError, portFrom } from "../tools/port.mjs";
import { builtApp, createAppServer, NotBuiltError } from "./app-server.ts";

await main(async (args) => {
  const port = portFrom(args);
  const server = await createAppServer(builtApp).catch((error: unknown) => {
    throw error instanceof NotBuiltError ? new UserError(error.message) : error;
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void server.close());
  }
  const address = await server.listen({ port, host }).catch((error: unknown) => {
    throw listenError(port, error);
  });
  console.log(`Drey is at ${address.replace(host, "localhost")} (Ctrl+C stops it)`);
  return 0;
});
