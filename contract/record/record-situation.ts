// A situation as a recording: the commands that led to it, then every read call that it offers.
import { askPath } from "../suite/ask.ts";
import type { Step } from "../suite/journey.ts";
import type { Scene } from "../suite/scene.ts";
import { tourOf } from "../suite/tour.ts";
import type { RecordedCall, Recording } from "../../mocks/recordings.ts";
import type { Recorder } from "./recording-transport.ts";

/** Takes the step and records its end. */
export async function record(step: Step, scene: Scene, recorder: Recorder, flinkVersion: string): Promise<Recording> {
  await step.take(scene);
  const commands = recorder.takeCommands();
  const recordedMs = scene.backend.nowMs();
  const calls: RecordedCall[] = [];
  for (const { path } of await tourOf(scene)) {
    calls.push({ method: "GET", path, ...(await askPath(scene.backend, "GET", path)) });
  }
  return { situation: step.name, flinkVersion, recordedMs, calls: [...commands, ...calls] };
}
