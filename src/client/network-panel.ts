// Sends the calls to the playground as HTTP requests, so that the browser's network panel shows
// them. Loaded only when enabled: MSW's service worker intercepts each request and returns it to
// the page, where the engine answers it.
import { setupWorker } from "msw/browser";
import { createHandlers } from "./endpoint-handlers.ts";
import { createHttpTransport } from "./http-transport.ts";
import type { Transport } from "./transport.ts";

/** See {@link startNetworkPanel}. */
export interface NetworkPanel {
  /** Calls the engine by an HTTP request. */
  readonly request: Transport;
  stop(): void;
}

/**
 * Registers the service worker beside the page at `pageUrl`, which answers requests below `engine/`
 * from `engine`. Rejects if the browser refuses the worker or the page's server does not serve it.
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
