// How a worker of the dashboard (the tally of the proof, say) gets a transport of its own: the page sends it a source, which is
// plain data and at most one port to transfer.
import { createHttpTransport } from "./http-transport.ts";
import type { Transport } from "./transport.ts";
import { createWorkerTransport } from "./worker-transport.ts";

/** Where a backend is, in a form that a message can carry. A port must be in the message's transfer list. */
export type TransportSource = { readonly kind: "port"; readonly port: MessagePort } | { readonly kind: "http"; readonly baseUrl: string };

/** Opens a transport. A source can be opened once. */
export function openTransport(source: TransportSource): Transport {
  return source.kind === "port" ? createWorkerTransport(source.port).request : createHttpTransport({ baseUrl: source.baseUrl });
}

/** What to transfer together with a source. */
export function transferOf(source: TransportSource): Transferable[] {
  return source.kind === "port" ? [source.port] : [];
}
