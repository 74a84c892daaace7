import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants } from "node:zlib";
import fastifyCompress from "@fastify/compress";
import helmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { endBare, endConnection } from "./bare-reply.ts";
import { parsePolicy } from "./content-security-policy.ts";
import { type HostNames, LOOPBACK_NAMES } from "./host-names.ts";
import { hasSeveralHosts, hostRefusalOf, originFormOf } from "./same-site.ts";

/** The output directory of the build. */
export const builtApp = fileURLToPath(new URL("../dist/", import.meta.url));

/** Thrown when there is no built app to serve. */
export class NotBuiltError extends Error {
  override readonly name = "NotBuiltError";
}

const yearSeconds = 365 * 24 * 60 * 60;
/** As fast as gzip's default and smaller. The best level takes seconds for the largest file. */
const BROTLI_QUALITY = 5;
/**
 * The longest file name with every byte percent-encoded, because a JAR's id is a file name.
 * Fastify's own limit for a path parameter is 100 characters.
 */
const MAX_PARAMETER_CHARACTERS = 3 * 255;
/**
 * The time limit for a complete request, long enough for an upload over a slow connection. Routes
 * without uploads have a shorter one, see limitArrival.
 */
const REQUEST_TIMEOUT_MS = 3_600_000;

/** The options of a server. */
export interface AppServerOptions {
  /** Defaults to this machine's loopback address. */
  readonly hostNames?: HostNames;
  /** The limit for the body of a request, unless its route has its own; default 1 MiB. */
  readonly maxBodyBytes?: number;
}

const MEBIBYTE = 1_048_576;

/**
 * A server that serves the built app's files with its security headers. Routes may be added before
 * it listens and take precedence over files. It answers only under `hostNames`, and its errors have
 * Flink's format, which Drey's clients read. Throws {@link NotBuiltError} if `directory` has no
 * index.html.
 */
export async function createAppServer(
  directory: string,
  { hostNames = LOOPBACK_NAMES, maxBodyBytes = MEBIBYTE }: AppServerOptions = {},
): Promise<FastifyInstance> {
  const server = Fastify({
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    bodyLimit: maxBodyBytes,
    routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
    // Node would answer that itself, without Drey's headers. The hook below answers it.
    http: { requireHostHeader: false },
    rewriteUrl: originFormOf,
    // An invalid address reaches neither routes nor hooks.
    frameworkErrors: (error, _request, reply) => endBare(reply.raw, error.statusCode ?? 400, wordsOf(error)),
    clientErrorHandler: (error, socket) => {
      const [status, sentence] = CLIENT_ERRORS[error.code ?? ""] ?? [400, "Bad request: this is not HTTP."];
      endConnection(socket, status, sentence);
    },
  });
  server.server.on("checkExpectation", (_request, response) =>
    endBare(response, 417, "Expectation failed: this server supports only 100-continue."),
  );
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const words = error.code === "FST_ERR_CTP_BODY_TOO_LARGE" ? tooLarge(request.routeOptions.bodyLimit) : wordsOf(error);
    return reply.code(error.statusCode ?? 500).send({ errors: [words] });
  });
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { ...(await policyOf(directory)), "frame-ancestors": ["'none'"] } },
    frameguard: { action: "deny" },
    // These three have no effect on plain http, where browsers log warnings about them.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  server.addHook("onRequest", (request, reply, done) => {
    const refusal = hostRefusalOf(request.headers, hostNames);
    if (hasSeveralHosts(request.raw)) void reply.code(400).send({ errors: ["Bad request: more than one Host header."] });
    else if (refusal === undefined) done();
    else void reply.code(403).send({ errors: [refusal] });
  });
  // Only files are compressed. Replies of a cluster are passed on unchanged.
  await server.register(async (files) => {
    await files.register(fastifyCompress, { brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } } });
    await files.register(fastifyStatic, {
      root: directory,
      // The build has a smaller copy of each script and style sheet. Other files are compressed as they are sent.
      preCompressed: true,
      cacheControl: false,
      dotfiles: "ignore",
      setHeaders: (reply, path) => {
        // Names under assets/ contain a hash of their content. All other files may change with the
        // next build.
        const isHashed = path.startsWith(join(directory, "assets"));
        reply.header("cache-control", isHashed ? `public, max-age=${yearSeconds}, immutable` : "no-cache");
      },
    });
  });
  return server;
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [status: number, sentence: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request timeout: the request did not arrive in time."],
  HPE_HEADER_OVERFLOW: [431, "Request header fields too large."],
};

/** The message for a body above the limit. */
export function tooLarge(maxBytes: number): string {
  const limit = maxBytes < MEBIBYTE ? `${String(maxBytes / 1024)} KiB` : `${String(maxBytes / MEBIBYTE)} MiB`;
  return `Payload too large: this server accepts requests of up to ${limit}.`;
}

/** Fastify's errors have a code. The message of Drey's own errors is complete. */
function wordsOf(error: FastifyError): string {
  return typeof error.code === "string" ? `${error.code}: ${error.message}` : error.message;
}

/**
 * The policy is in index.html, so that it applies wherever the files are served. The header repeats
 * it.
 */
async function policyOf(directory: string): Promise<Record<string, string[]>> {
  let html: string;
  try {
    html = await readFile(join(directory, "index.html"), "utf8");
  } catch (error) {
    throw new NotBuiltError(`There is no built app in ${directory}. Run "npm run build" first.`, { cause: error });
  }
  return parsePolicy(html);
}
