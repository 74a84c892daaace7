// npm run events: prints the events of a cluster, one per line, until Ctrl+C.
import { isoTime } from "../src/base/iso-time.ts";
import { visibleText } from "../src/base/visible-text.ts";
import { createFlinkClient } from "../src/client/flink-client.ts";
import { createHttpTransport } from "../src/client/http-transport.ts";
import { NOT_EXPOSED } from "../src/client/cors-exposure.ts";
import { watchEvents } from "../src/observe/watch-events.ts";
import { main } from "./command.mjs";
import { eventsOptions } from "./events-options.ts";

await main(async (args) => {
  const { url, isJson } = eventsOptions(args);
  const label = new URL(url).host;
  const stop = watchEvents(
    {
      id: url,
      kind: "http",
      label,
      hasPlayground: false,
      isReadOnly: true,
      isDirect: false,
      corsExposure: NOT_EXPOSED,
      client: createFlinkClient(createHttpTransport({ baseUrl: url }), label),
      source: () => ({ kind: "http", baseUrl: url }),
      failed: new Promise(() => undefined),
      close: () => undefined,
    },
    (event) => {
      const atMs = Date.now();
      // Text from a cluster must not contain terminal commands, and an event is one line.
      const text = visibleText(event.text.replaceAll(/\s*\n\s*/g, " "));
      console.log(isJson ? JSON.stringify({ atMs, ...event, text }) : `${isoTime(atMs)} ${event.kind.padEnd(11)} ${text}`);
    },
  );
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  stop();
  return 0;
});
