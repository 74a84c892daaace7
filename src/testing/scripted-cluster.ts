import type { Situation } from "../../mocks/recordings.ts";
import { recordedTransport } from "./recorded-backend.tsx";
import type { Transport } from "../client/transport.ts";

/** A call that a test answers itself. `body` is the text that was sent. */
export type ScriptedAnswer = (request: {
  readonly body: string;
  readonly count: number;
}) => { readonly status?: number; readonly reply: unknown } | Promise<{ readonly status?: number; readonly reply: unknown }>;

/** A recorded cluster in which some calls have answers of the test's own, and what was sent to those. */
export type ScriptedCluster = { readonly transport: Transport; readonly sent: readonly { readonly call: string; readonly body: string }[] };

/** Answers `"POST /jobs/…/stop"` and the like by `answers`; everything else stands still as recorded. */
export function scriptedCluster(
  situation: Situation<"flink-2.3.0">,
  answers: Readonly<Record<string, ScriptedAnswer>>,
  recorded: Transport = recordedTransport(situation),
): ScriptedCluster {
  const sent: { call: string; body: string }[] = [];
  const transport: Transport = async (request) => {
    const path = new URL(request.url).pathname;
    const exact = `${request.method} ${path}`;
    // An id at the end that the page has made up is not the test's to know.
    const call = answers[exact] === undefined ? exact.replace(/\/[0-9a-f]{32}$/, "/:id") : exact;
    const answer = answers[call];
    if (answer === undefined) return recorded(request);
    const body = request.method === "GET" ? "" : await request.text();
    sent.push({ call, body });
    const { status = 200, reply } = await answer({ body, count: sent.filter((one) => one.call === call).length });
    return Response.json(reply, { status });
  };
  return { transport, sent };
}
