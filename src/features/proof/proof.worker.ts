// The tally's thread. It calls the cluster itself, so the main thread carries no records.
import { assertUnreachable } from "../../base/assert.ts";
import { createFlinkClient } from "../../client/flink-client.ts";
import { openTransport } from "../../client/transport-source.ts";
import type { FromTally, ToTally } from "./tally-messages.ts";
import { TallyReader } from "./tally-reader.ts";

/**
 * Results arrive every 15 s at the playground's default pace. Reading once per second is frequent
 * enough.
 */
const ROUND_EVERY_MS = 1000;

let reader: TallyReader | undefined;
let isRunning = false;
let isInRound = false;
let timer: ReturnType<typeof setTimeout> | undefined;

addEventListener("message", (event: MessageEvent<ToTally>) => {
  const message = event.data;
  switch (message.type) {
    case "open":
      reader = new TallyReader(createFlinkClient(openTransport(message.source)));
      return;
    case "run":
      isRunning = true;
      void round();
      return;
    case "pause":
      isRunning = false;
      clearTimeout(timer);
      return;
    case "restart":
      reader?.restart();
      void round();
      return;
    default:
      assertUnreachable(message);
  }
});

async function round(): Promise<void> {
  if (reader === undefined || !isRunning || isInRound) return;
  isInRound = true;
  clearTimeout(timer);
  try {
    say({ type: "report", report: await reader.readRound() });
  } catch (error) {
    say({ type: "trouble", words: error instanceof Error ? error.message : String(error) });
  }
  isInRound = false;
  // Paused while reading. The next `run` starts a round.
  if (isRunning) timer = setTimeout(() => void round(), ROUND_EVERY_MS);
}

function say(message: FromTally): void {
  postMessage(message);
}
