// The calls to the cluster in this page as HTTP requests, so that the browser's network panel shows them. Loaded only where that is
// switched on: MSW's service worker takes each request and hands it back to the page, where the engine answers it.
import { setupWorker } from "msw/browser";
import { createHandlers } from "./endpoint-handlers.ts";
import { createHttpTransport } from "./http-transport.ts";
import type { Transport } from "./transport.ts";

/** See {@link startNetworkPanel}. */
export interface NetworkPanel {
  /** Asks the engine by way of an HTTP request. */
  readonly request: Transport;
  stop(): void;
}

/**
 * Registers the service worker beside the page at `pageUrl`, which then answers below `engine/` with what `engine` answers. Rejects where
 * the browser refuses the worker or the page's server does not serve it.
 */
export async function startNetworkPanel(engine: Transport, pageUrl: string): Promise<NetworkPanel> {
  const workerUrl = new URL("mockServiceWorker.js", pageUrl).href;
  // Flink serves no such file from the JAR in its lib/, and MSW's own message is about development.
  const script = await fetch(workerUrl);
  if (!script.ok) throw new Error(`The server of this page does not serve ${workerUrl}.`);
  const baseUrl = new URL("engine/", pageUrl).href;
  const answer: Transport = (request) => engine(new Request(request.url.replace(baseUrl, `${new URL(pageUrl).origin}/`), request));
  const worker = setupWorker(...createHandlers(answer, baseUrl.slice(0, -1)));
  await worker.start({
    serviceWorker: { url: workerUrl },
    quiet: true,
    // The app's own files.
    onUnhandledFrame: "bypass",
  });
  return { request: createHttpTransport({ baseUrl }), stop: () => void worker.stop() };
}
