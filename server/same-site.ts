// Who may speak to a server on this machine. Any page that the user visits can send requests to localhost; browsers name the page in Origin
// and Sec-Fetch-Site, and programs such as curl send neither.
import type { IncomingHttpHeaders } from "node:http";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import type { HostNames } from "./host-names.ts";

/**
 * Why a request for the wrong name is refused, as a sentence; undefined if it may pass. A name that leads here without being ours: a page
 * elsewhere has had its own name resolved to this machine, and would then count as our own origin.
 */
export function hostRefusalOf({ host }: IncomingHttpHeaders, names: HostNames): string | undefined {
  if (host === undefined) return "Forbidden: a request has to say in Host whom it asks.";
  if (names.has(nameOf(host))) return undefined;
  return `Forbidden: this server answers under ${names.words}, not under ${host}.`;
}

/** Why a request that another site caused is refused, as a sentence; undefined if it may pass. */
export function refusalOf({ host, origin, "sec-fetch-site": site }: IncomingHttpHeaders): string | undefined {
  // Either scheme: something in front may speak https for us, and nobody else has our name and port.
  if (origin !== undefined && origin !== `http://${host ?? ""}` && origin !== `https://${host ?? ""}`) {
    return `Forbidden: a page of ${origin} may not use this server.`;
  }
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return "Forbidden: a page of another site may not use this server.";
  }
  return undefined;
}

/** What of a request is looked at. */
interface IncomingRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Why a cancel by GET is refused, which Flink's WebUI sends; undefined if it may pass, as every other request does. A link in a mail is
 * enough for such a GET: only a browser that vouches for the page is believed.
 */
export function cancelByGetRefusalOf({ method, url, headers }: IncomingRequest): string | undefined {
  if (headers["sec-fetch-site"] === "same-origin" || matchEndpoint(method, url.split("?", 1)[0] ?? "")?.id !== "cancelJobByGet")
    return undefined;
  return "Forbidden: only a page of this server may cancel a job by GET. PATCH /jobs/:jobid?mode=cancel works from everywhere.";
}

/** The name in a Host header: any port, any case, with or without the dot of a full name. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
}
