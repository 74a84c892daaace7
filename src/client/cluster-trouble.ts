// Why a cluster does not say what it is, for a person: the first reply that the dashboard needs is that of `GET /config`.
import * as z from "zod/mini";

import { HttpStatusError } from "./http-status-error.ts";
import { ResponseShapeError } from "./response-shape-error.ts";
import { TransportError } from "./transport.ts";
import type { Backend } from "./backend.ts";

/** What is wrong: a heading, sentences, what can be done, and the reply as it came. */
export type ClusterTrouble = {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly advice: readonly string[];
  readonly reply: string | undefined;
};

/** What a request of no form says of a cluster that a direct one cannot read; see {@link probeDirectly}. */
export type DirectFinding = "answers" | "silent";

/** The longest reply that is worth showing, characters: something that is not Flink may answer with anything. */
const MAX_REPLY = 4000;

/** Reads why `GET /config` brought nothing. `finding` is undefined where nothing was probed, or not yet. */
export function clusterTrouble(
  { label, isDirect }: Pick<Backend, "label" | "isDirect">,
  error: Error,
  finding: DirectFinding | undefined,
): ClusterTrouble {
  if (error instanceof ResponseShapeError) return notFlink(label, error.reply);
  if (error instanceof HttpStatusError) return refused(label, error);
  if (error instanceof TransportError && error.kind === "timeout") {
    return {
      title: `${label} is too slow`,
      sentences: [error.message],
      advice: ["A JobManager in a long garbage collection, or one that many dashboards ask, answers late."],
      reply: undefined,
    };
  }
  if (error instanceof TransportError && error.kind === "unreadable") {
    return {
      title: `The reply of ${label} could not be read`,
      sentences: [error.message],
      advice: ["If this goes on, look into the log of the JobManager, or of the proxy in front of it."],
      reply: undefined,
    };
  }
  if (isDirect) return unreadable(label, error, finding);
  return {
    title: `${label} cannot be reached`,
    sentences: [error.message],
    advice: ["The server that this page came from does not answer. It may have been stopped, or the network is away."],
    reply: undefined,
  };
}

function unreadable(label: string, error: Error, finding: DirectFinding | undefined): ClusterTrouble {
  if (finding === "answers") {
    return {
      title: `${label} does not let this page read it`,
      sentences: [
        "Something answers at this address, but without leave for pages of other origins, so the browser keeps its replies back.",
      ],
      advice: [
        `In Flink this is web.access-control-allow-origin: it has to be * or ${window.location.origin}.`,
        "Drey's own server may stand before it instead: npm start -- --cluster with its address.",
      ],
      reply: undefined,
    };
  }
  return {
    title: `${label} cannot be reached`,
    sentences: [error.message],
    advice: [
      "Check the address and that its JobManager runs.",
      "A browser may also keep pages from the local network, or from a port that it holds for dangerous; its console names the reason.",
    ],
    reply: undefined,
  };
}

function refused(label: string, error: HttpStatusError): ClusterTrouble {
  const { status } = error;
  const reply = short(error.reply);
  const said = firstLine(error.reason ?? error.message);
  const answered = `The answer was ${String(status)}: ${said}`;
  if (status === 401 || status === 403) {
    return {
      title: `${label} does not let this page in`,
      sentences: [answered],
      advice: ["What stands before it wants a login. Sign in there in another tab, then try again."],
      reply,
    };
  }
  // So says Drey's proxy (server/flink-proxy.ts) of what answers, but not as Flink does.
  if (status === 502 && said.includes("is not Flink's REST API")) return { ...notFlink(label, ""), sentences: [said] };
  if (status === 502 || status === 504) {
    return {
      title: `${label} does not answer`,
      sentences: [said],
      advice: ["What stands before it is there, the cluster itself is not. Drey goes on asking."],
      reply: undefined,
    };
  }
  if (status === 503) {
    return {
      title: `${label} is not ready`,
      sentences: [answered],
      advice: ["A JobManager that starts, or that waits for an election of its leader, answers so for a while."],
      reply,
    };
  }
  if (status === 404)
    return { ...notFlink(label, error.reply), sentences: ["There is no Flink at this address: it does not know /config."] };
  return { title: `${label} does not say what it is`, sentences: [answered], advice: [], reply };
}

const versionSchema = z.object({ "flink-version": z.string() });

function notFlink(label: string, reply: string): ClusterTrouble {
  const version = versionSchema.safeParse(parseJson(reply)).data?.["flink-version"];
  if (version !== undefined) {
    return {
      title: `${label} is a Flink that Drey does not know`,
      sentences: [`It calls itself ${version}, and its /config is not what Drey expects.`],
      advice: ["Drey is made for Flink 1.20 and 2.x."],
      reply: short(reply),
    };
  }
  return {
    title: `${label} is not Flink`,
    sentences: ["Something answers at this address, but not as Flink's REST API does: its /config names no flink-version."],
    advice: ["The address of the REST API is that of Flink's own web interface, without what follows the #."],
    reply: short(reply),
  };
}

/** A page of HTML has no first sentence; then its beginning has to do. */
function firstLine(text: string): string {
  const line = text.split("\n")[0] ?? "";
  return line.length > 200 ? `${line.slice(0, 200)} …` : line;
}

function short(reply: string): string | undefined {
  if (reply.trim() === "") return undefined;
  return reply.length > MAX_REPLY ? `${reply.slice(0, MAX_REPLY)}\n… (${String(reply.length)} characters in all)` : reply;
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
 * Whether anything answers at `baseUrl`, by a request whose reply nobody may read: that is how "nobody there" and "no leave for this
 * page" can be told apart, which a browser does not do for a page. Never rejects.
 */
export async function probeDirectly(baseUrl: string, signal: AbortSignal): Promise<DirectFinding> {
  try {
    await fetch(`${baseUrl}config`, { mode: "no-cors", credentials: "omit", signal });
    return "answers";
  } catch {
    // It does not say why.
    return "silent";
  }
}
