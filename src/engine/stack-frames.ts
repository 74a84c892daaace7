// JavaScript's stack traces in the layout of Java's, without addresses. The frames are our own, so that nobody looks for a line in Flink's sources
// that was never run.

/** `\tat drey.WindowTask.processInput(window-task.ts:71)` for each frame, each line ended; "" for what has no frames. */
export function stackFrames(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return "";
  let text = "";
  for (const line of error.stack.split("\n")) {
    const frame = FRAME.exec(line);
    // What Node runs below us is not ours.
    if (frame === null || line.includes("node:")) continue;
    const [, name = "<anonymous>", file = "", row = ""] = frame;
    text += `\tat drey.${name.replace(/^new /, "").replaceAll("#", "")}(${file}:${row})\n`;
  }
  return text;
}

const FRAME = /^\s+at (?:async )?(?:(.+?) \()?(?:[^()\s]*[/\\])?([^/\\()\s?]+)(?:\?[^():]*)?:(\d+):\d+\)?$/;
