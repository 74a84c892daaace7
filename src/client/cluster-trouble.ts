// Explains to the user why `GET /config` failed, the first reply that the dashboard needs.
import * as z from "zod/mini";

import { gatewayStatus } from "../rest/gateway-status.ts";
import { needsSignIn } from "./failure-words.ts";
import { HttpStatusError } from "./http-status-error.ts";
import { ResponseShapeError } from "./response-shape-error.ts";
import { TransportError } from "./transport.ts";
import type { Backend } from "./backend.ts";

/** What is wrong: a heading, sentences, what to do next, and the unchanged reply. */
export type ClusterTrouble = {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly advice: readonly string[];
  readonly reply: string | undefined;
  /** Whether to reload the page, which leads to the login of the gateway in front of it. */
  readonly needsReload?: true;
};

/**
 * Whether a server answers a `no-cors` request, where a readable one failed; see {@link
 * probeDirectly}.
 */
export type DirectFinding = "answers" | "silent";

/** Longer replies are cut, characters: a server that is not Flink may send anything. */
const MAX_REPLY = 4000;
/** Enough for a sentence of Drey's proxy with the words of a gateway, characters. */
const MAX_LINE = 600;

/**
 * Explains why `GET /config` failed. `finding` is undefined if the address was not probed (yet).
 */
export function clusterTrouble(
  { label, isDirect }: Pick<Backend, "label" | "isDirect">,
  error: Error,
  finding: DirectFinding | undefined,
): ClusterTrouble {
  if (error instanceof ResponseShapeError) return notFlink(label, error.reply);
  if (needsSignIn(error)) return signedOut(label, isDirect, error);
  if (error instanceof HttpStatusError) return refused(label, error);
  if (error instanceof TransportError && error.kind === "timeout") {
    return {
      title: `${label} responds too slowly`,
      sentences: [error.message],
      advice: ["The JobManager may be in a long garbage collection or overloaded with requests."],
      reply: undefined,
    };
  }
  if (error instanceof TransportError && error.kind === "unreadable") {
    return {
      title: `The reply of ${label} could not be read`,
      sentences: [error.message],
      advice: ["If this continues, check the log of the JobManager or of the proxy in front of it."],
      reply: undefined,
    };
  }
  if (isDirect) return unreadable(label, error, finding);
  return {
    title: `${label} cannot be reached`,
    sentences: [error.message],
    advice: ["The server of this page does not answer. Check that it is running and that the network is up."],
    reply: undefined,
  };
}

function unreadable(label: string, error: Error, finding: DirectFinding | undefined): ClusterTrouble {
  if (finding === "answers") {
    return {
      title: `${label} does not allow requests from this page`,
      sentences: ["The server at this address does not allow cross-origin requests (CORS), so the browser blocked the reply."],
      advice: [
        `Set web.access-control-allow-origin in Flink's configuration to * or to ${window.location.origin}.`,
        "Or use Drey's server as a proxy: npm start -- --cluster URL.",
      ],
      reply: undefined,
    };
  }
  return {
    title: `${label} cannot be reached`,
    sentences: [error.message],
    advice: [
      "Check the address and that the JobManager is running.",
      "Browsers also block some ports, and pages that access the local network. The browser console shows the reason.",
    ],
    reply: undefined,
  };
}

/** Drey's server may be behind a gateway too, so this is not only about the cluster's own. */
function signedOut(label: string, isDirect: boolean, error: Error): ClusterTrouble {
  const reply = error instanceof HttpStatusError ? short(error.reply) : undefined;
  const sentences = [error.message];
  if (isDirect) {
    return { title: `${label} requires a login`, sentences, advice: ["Sign in there in another tab, then try again."], reply };
  }
  return { title: "Sign in again", sentences, advice: [], reply, needsReload: true };
}

function refused(label: string, error: HttpStatusError): ClusterTrouble {
  const { status } = error;
  const reply = short(error.reply);
  const said = firstLine(error.reason ?? error.message);
  const answered = `It answered with status ${String(status)}: ${said}`;
  if (error.upstreamFault === "not-flink") return { ...notFlink(label, ""), sentences: [said] };
  const gateway = gatewayStatus(status);
  if (gateway !== undefined && (error.isFromGateway || error.upstreamFault === "gateway" || status < 500)) {
    return { title: gateway.title(label), sentences: [error.isFromGateway ? answered : said], advice: [], reply };
  }
  if (status === 502 || status === 504) {
    return {
      title: `${label} does not answer`,
      sentences: [said],
      advice: ["The proxy in front of the cluster answers, but the cluster does not. Drey keeps trying."],
      reply: undefined,
    };
  }
  if (status === 503) {
    return {
      title: `${label} is not ready`,
      sentences: [answered],
      advice: ["The JobManager may be starting or waiting for a leader election. Drey keeps trying."],
      reply,
    };
  }
  if (status === 404)
    return { ...notFlink(label, error.reply), sentences: ["Flink's REST API is not at this address: GET /config was not found."] };
  return { title: `${label} rejected the request for its configuration`, sentences: [answered], advice: [], reply };
}

const versionSchema = z.object({ "flink-version": z.string() });

function notFlink(label: string, reply: string): ClusterTrouble {
  const version = versionSchema.safeParse(parseJson(reply)).data?.["flink-version"];
  if (version !== undefined) {
    return {
      title: `${label} runs an unsupported version of Flink`,
      sentences: [`It reports version ${version}, and the reply to GET /config has an unexpected format.`],
      advice: ["Drey supports Flink 1.20 and 2.x."],
      reply: short(reply),
    };
  }
  return {
    title: `${label} is not Flink`,
    sentences: ["The server at this address is not Flink's REST API: its reply to GET /config has no flink-version."],
    advice: ["Use the address of Flink's WebUI, without the part after the #."],
    reply: short(reply),
  };
}

/** The first line, cut: a server that is not Flink may send anything. */
function firstLine(text: string): string {
  const line = text.split("\n")[0] ?? "";
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)} …` : line;
}

function short(reply: string): string | undefined {
  if (reply.trim() === "") return undefined;
  return reply.length > MAX_REPLY ? `${reply.slice(0, MAX_REPLY)}\n… (${String(reply.length)} characters in total)` : reply;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not Flink's.
    return undefined;
  }
}

/**
 * Whether a server answers at `baseUrl`, found by a `no-cors` request whose reply is unreadable. It
 * tells an unreachable server from one that does not allow this origin: a browser reports both as
 * the same error. Never rejects.
 */
export async function probeDirectly(baseUrl: string, signal: AbortSignal): Promise<DirectFinding> {
  try {
    await fetch(`${baseUrl}config`, { mode: "no-cors", credentials: "omit", signal });
    return "answers";
  } catch {
    // The browser does not say why.
    return "silent";
  }
}
