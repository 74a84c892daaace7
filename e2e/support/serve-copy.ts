import fastifyStatic from "@fastify/static";
import Fastify from "fastify";
import { builtApp } from "../../server/app-server.ts";
import { host } from "../../tools/port.mjs";

/** A separate static server for the build, which a test may damage. */
export interface ServedCopy {
  readonly url: string;
  /** Files whose path matches return 404. `undefined` serves all files again. */
  lose(files: RegExp | undefined): void;
  close(): Promise<void>;
}

/** Serves the build under `path` on a free port, with a server without knowledge of Drey. */
export async function serveCopy(path = "/"): Promise<ServedCopy> {
  const server = Fastify({ forceCloseConnections: true });
  let lost: RegExp | undefined;
  server.addHook("onRequest", async (request, reply) => {
    if (lost?.test(request.url) === true) await reply.code(404).send("lost");
  });
  await server.register(fastifyStatic, { root: process.env.DREY_BUILD ?? builtApp, prefix: path });
  const address = new URL(await server.listen({ port: 0, host }));
  return {
    url: `http://localhost:${address.port}${path}`,
    lose: (files) => {
      lost = files;
    },
    close: () => server.close(),
  };
}
