// Decides which requests a server on this machine accepts. Any page that the user visits can send
// requests to localhost. Browsers name the page in Origin and Sec-Fetch-Site, and programs such as
// curl send neither.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import type { HostNames } from "./host-names.ts";

/**
 * The target of a request as path and query. An absolute target (`GET http://host/path`) names the
 * host itself, and `Host` is then ignored (RFC 9112, 3.2.2), so its host replaces the header.
 */
export function originFormOf(request: Pick<IncomingMessage, "url" | "headers">): string {
  const { url = "" } = request;
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url);
  if (absolute === null) return url;
  const [, host, rest = ""] = absolute;
  request.headers.host = host;
  return rest.startsWith("/") ? rest : `/${rest}`;
}

/**
 * Whether a request has several Host headers. Node uses the first one, and a proxy in front may use
 * another.
 */
export function hasSeveralHosts({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">): boolean {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === "host").length > 1;
}

/**
 * Why a request for a foreign host name is rejected, as a sentence; undefined if it is accepted.
 * With DNS rebinding, a page elsewhere resolves its own name to this machine, and would then count
 * as our own origin.
 */
export function hostRefusalOf({ host }: IncomingHttpHeaders, names: HostNames): string | undefined {
  if (host === undefined) return "Forbidden: the request has no Host header.";
  if (names.has(nameOf(host))) return undefined;
  return `Forbidden: this server accepts requests for ${names.words}, not for ${host}.`;
}

/** Why a request caused by another site is rejected, as a sentence; undefined if it is accepted. */
export function refusalOf({ host, origin, "sec-fetch-site": site }: IncomingHttpHeaders): string | undefined {
  // With either scheme, because a gateway in front may terminate https, and no other server has
  // this name and port.
  if (origin !== undefined && origin !== `http://${host ?? ""}` && origin !== `https://${host ?? ""}`) {
    return `Forbidden: a page of ${origin} may not use this server.`;
  }
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return "Forbidden: a page of another site may not use this server.";
  }
  return undefined;
}

/** The relevant part of a request. */
interface IncomingRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Why a cancel by GET, as sent by Flink's WebUI, is rejected; undefined for other requests. A link
 * in a mail is enough for such a GET, so it is accepted only if the browser vouches for the page.
 */
export function cancelByGetRefusalOf({ method, url, headers }: IncomingRequest): string | undefined {
  if (headers["sec-fetch-site"] === "same-origin" || matchEndpoint(method, url.split("?", 1)[0] ?? "")?.id !== "cancelJobByGet")
    return undefined;
  return "Forbidden: only a page of this server may cancel a job by GET. Use PATCH /jobs/:jobid?mode=cancel.";
}

/** Rejects requests of other sites' pages to the routes of `scope`, with a 403 and a message. */
export function refuseOtherSites(scope: FastifyInstance): void {
  scope.addHook("onRequest", (request, reply, done) => {
    const refusal = refusalOf(request.headers);
    if (refusal === undefined) done();
    else void reply.code(403).send({ errors: [refusal] });
  });
}

/** The name in a Host header: without port, in lower case, without the final dot of a full name. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
}
