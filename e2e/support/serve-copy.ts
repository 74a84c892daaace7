import fastifyStatic from "@fastify/static";
import Fastify from "fastify";
import { builtApp } from "../../server/app-server.ts";
import { host } from "../../tools/port.mjs";

/** A static server of its own over the build, which a test may spoil. */
export interface ServedCopy {
  readonly url: string;
  /** Files whose path matches are not found any more. `undefined` serves them all again. */
  lose(files: RegExp | undefined): void;
  close(): Promise<void>;
}

/** Serves the build under `path` on a free port, by a server that knows nothing of Drey. */
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
