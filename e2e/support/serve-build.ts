import { builtApp, createAppServer } from "../../server/app-server.ts";
import { host } from "../../tools/port.mjs";

/** Serves the production build on a free port for the whole run. The tests find it by DREY_URL. */
export default async function serveBuild(): Promise<() => Promise<void>> {
  const server = await createAppServer(process.env.DREY_BUILD ?? builtApp);
  const address = await server.listen({ port: 0, host });
  process.env.DREY_URL = address.replace(host, "localhost");
  return () => server.close();
}
