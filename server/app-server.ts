import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import helmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyInstance } from "fastify";
import { parsePolicy } from "./content-security-policy.ts";

/** Where the build puts the app. */
export const builtApp = fileURLToPath(new URL("../dist/", import.meta.url));

/** Thrown when there is no built app to serve. */
export class NotBuiltError extends Error {
  override readonly name = "NotBuiltError";
}

const yearSeconds = 365 * 24 * 60 * 60;

/**
 * A server that answers with the built app's files and its security headers, and nothing else yet: routes may be
 * added before it listens, and win over files. Throws {@link NotBuiltError} if `directory` has no index.html.
 */
export async function createAppServer(directory: string): Promise<FastifyInstance> {
  const server = Fastify({
    forceCloseConnections: true,
    // An address that cannot be decoded reaches no route. Flink's shape, which is what our clients read.
    frameworkErrors: (error, _request, reply) => {
      reply.raw.writeHead(error.statusCode ?? 400, { "content-type": "application/json; charset=UTF-8" });
      reply.raw.end(JSON.stringify({ errors: [`${error.code}: ${error.message}`] }));
    },
  });
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { ...(await policyOf(directory)), "frame-ancestors": ["'none'"] } },
    // These three mean nothing on plain http, where browsers complain of them in the console.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  await server.register(fastifyStatic, {
    root: directory,
    cacheControl: false,
    dotfiles: "ignore",
    setHeaders: (reply, path) => {
      // Names under assets/ carry a hash of their content; everything else may change with the next build.
      const isHashed = path.startsWith(join(directory, "assets"));
      reply.header("cache-control", isHashed ? `public, max-age=${yearSeconds}, immutable` : "no-cache");
    },
  });
  return server;
}

/** The policy stands in index.html, so that it holds wherever the files are served; the header repeats it. */
async function policyOf(directory: string): Promise<Record<string, string[]>> {
  let html: string;
  try {
    html = await readFile(join(directory, "index.html"), "utf8");
  } catch (error) {
    throw new NotBuiltError(`There is no built app in ${directory}. Run "npm run build" first.`, { cause: error });
  }
  return parsePolicy(html);
}
