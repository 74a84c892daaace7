// How a worker of the dashboard (such as the tally of the proof) gets its own transport: the page
// sends it a source, which is plain data with at most one port to transfer.
import { createHttpTransport } from "./http-transport.ts";
import type { Transport } from "./transport.ts";
import { createWorkerTransport } from "./worker-transport.ts";

/** The location of a backend as a message. A port must be in the message's transfer list. */
export type TransportSource = { readonly kind: "port"; readonly port: MessagePort } | { readonly kind: "http"; readonly baseUrl: string };

/** Opens a transport. A source can be opened once. */
export function openTransport(source: TransportSource): Transport {
  return source.kind === "port" ? createWorkerTransport(source.port).request : createHttpTransport({ baseUrl: source.baseUrl });
}

/** The objects to transfer with a source. */
export function transferOf(source: TransportSource): Transferable[] {
  return source.kind === "port" ? [source.port] : [];
}
