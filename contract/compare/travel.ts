// One journey of one backend: the events of each step, and the replies at its end.
import type { ComparedReply } from "../contract-walker.ts";
import { askPath } from "../suite/ask.ts";
import type { Backend } from "../suite/backend.ts";
import { eventsSince } from "../suite/events.ts";
import { beginningOf, STEPS } from "../suite/journey.ts";
import { sceneOf } from "../suite/scene.ts";
import { type TourCall, tourOf } from "../suite/tour.ts";

/**
 * An event, and when the first and the last job or task concerned had it, in seconds after the step
 * began.
 */
export interface TimedEvent {
  readonly what: string;
  readonly firstS: number;
  readonly lastS: number;
}

/** An answer with the call that it answers. */
export interface Answer extends TourCall {
  readonly reply: ComparedReply;
}

/** A step of one journey. */
export interface TravelledStep {
  readonly name: string;
  readonly events: readonly TimedEvent[];
  readonly answers: readonly Answer[];
}

/** Takes a fresh backend through all steps. `log` gets one line for each. */
export async function travel(backend: Backend, log: (line: string) => void): Promise<readonly TravelledStep[]> {
  const scene = await sceneOf(backend);
  const travelled: TravelledStep[] = [];
  for (const step of STEPS) {
    const calledMs = backend.nowMs();
    await step.take(scene);
    const sinceMs = await beginningOf(scene, step, calledMs);
    const events = await eventsSince(scene, sinceMs);
    const seconds = (ms: number) => (ms - sinceMs) / 1_000;
    const answers: Answer[] = [];
    for (const call of await tourOf(scene)) answers.push({ ...call, reply: await askPath(backend, "GET", call.path) });
    travelled.push({
      name: step.name,
      events: events.map(({ what, firstMs, lastMs }) => ({ what, firstS: seconds(firstMs), lastS: seconds(lastMs) })),
      answers,
    });
    log(`${backend.name}: ${step.what}`);
  }
  return travelled;
}
