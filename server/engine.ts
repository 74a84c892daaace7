// npm run engine: builds the app, hosts the engine on this process's threads and serves both on the
// loopback address.
import { main, UserError } from "../tools/command.mjs";
import { run } from "../tools/node24.mjs";
import { host, listenError, portFrom, requireFreePort } from "../tools/port.mjs";
import { builtApp } from "./app-server.ts";
import { startNodeCluster } from "./engine-host.ts";
import { createEngineServer } from "./engine-server.ts";

await main(async (args) => {
  const port = portFrom(args);
  await requireFreePort(port);
  console.log("Building the app …");
  const code = await run("vite", ["build", "--logLevel", "warn"]);
  if (code !== 0) throw new UserError("The app could not be built.", code);

  const cluster = startNodeCluster({}, (container, reason) => {
    console.error(`The container ${container} failed:\n${reason}`);
  });
  const server = await createEngineServer(builtApp, cluster.handle);
  const address = await server.listen({ port, host }).catch(async (error: unknown) => {
    await cluster.stop();
    throw listenError(port, error);
  });
  console.log(`Drey and its engine are at ${address.replace(host, "localhost")} (Ctrl+C stops them)`);

  await new Promise<void>((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
  });
  await server.close();
  await cluster.stop();
  return 0;
});
