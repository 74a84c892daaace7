// Flink's WebUI and Drey over one engine, each on its own port with the engine's REST API under the
// same origin.
import fastifyStatic from "@fastify/static";
import Fastify from "fastify";
import { builtApp } from "../../server/app-server.ts";
import { startNodeCluster } from "../../server/engine-host.ts";
import { answerWithEngine, createEngineServer } from "../../server/engine-server.ts";
import { host } from "../../tools/port.mjs";

/** The addresses of Flink's WebUI and of Drey, both over the same engine. */
export interface BothClients {
  /** Address of Flink's WebUI, without trailing slash. */
  readonly webUiUrl: string;
  /** Address of Drey. */
  readonly dreyUrl: string;
  /** Ends servers and engine. Rejects if a container ended by its own error. */
  close(): Promise<void>;
}

/** Serves the WebUI's files in `webUi` and the built app over a new engine. */
export async function serveBothClients(webUi: string): Promise<BothClients> {
  const crashes: string[] = [];
  const cluster = startNodeCluster({}, (container, reason) => void crashes.push(`${container} ended: ${reason}`));
  const webUiServer = Fastify({ forceCloseConnections: true });
  await webUiServer.register(fastifyStatic, { root: webUi });
  answerWithEngine(webUiServer, cluster.handle);
  const dreyServer = await createEngineServer(process.env.DREY_BUILD ?? builtApp, cluster.handle);
  const listen = async (server: typeof dreyServer) => (await server.listen({ port: 0, host })).replace(host, "localhost");
  return {
    webUiUrl: await listen(webUiServer),
    dreyUrl: await listen(dreyServer),
    async close() {
      await webUiServer.close();
      await dreyServer.close();
      await cluster.stop();
      if (crashes.length > 0) throw new Error(crashes.join("\n"));
    },
  };
}
