// JavaScript's stack traces in the layout of Java's, without addresses. The frames are Drey's own,
// so that readers do not look for lines in Flink's sources that never ran.

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
