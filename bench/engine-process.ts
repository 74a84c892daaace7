// The engine in its own process, so that its memory can be measured: options as JSON in the first
// argument, requests over the channel of `fork`.
import { startInNode } from "./node-cluster.ts";

/** A request, numbered by the sender. */
export interface AskedProcess {
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
}

/** The reply to the request with that number. */
export interface AnsweredProcess {
  readonly id: number;
  readonly status: number;
  readonly body: string;
}

const cluster = startInNode(JSON.parse(process.argv[2] ?? "{}"));
process.on("message", ({ id, method, url, body }: AskedProcess) => {
  void cluster.ask(method, url, body).then((reply) => process.send?.({ id, ...reply } satisfies AnsweredProcess));
});
// The benchmark has ended, normally or not.
process.on("disconnect", () => process.exit());
