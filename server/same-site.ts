// Who may speak to an engine that listens on this machine. Any page that the user visits can send requests to localhost; browsers name the
// page in Origin and Sec-Fetch-Site, and programs such as curl send neither.
import type { IncomingHttpHeaders } from "node:http";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";

const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** What of a request is looked at. */
export interface IncomingRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is refused, as a sentence; undefined if it may pass. */
export function refusalOf({ method, url, headers }: IncomingRequest): string | undefined {
  const { host, origin } = headers;
  // A name that leads here without being ours: a page elsewhere has had its own name resolved to this machine.
  if (host !== undefined && !LOOPBACK_NAMES.includes(host.replace(/:\d+$/, ""))) {
    return `Forbidden: this engine answers under localhost only, not under ${host}.`;
  }
  if (origin !== undefined && origin !== `http://${host ?? ""}`) {
    return `Forbidden: a page of ${origin} may not use this engine.`;
  }
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return "Forbidden: a page of another site may not use this engine.";
  }
  // A link in a mail is enough for such a GET: only a browser that vouches for the page is believed.
  if (site !== "same-origin" && matchEndpoint(method, url.split("?", 1)[0] ?? "")?.id === "cancelJobByGet") {
    return "Forbidden: only a page of this engine may cancel a job by GET. PATCH /jobs/:jobid?mode=cancel works from everywhere.";
  }
  return undefined;
}
