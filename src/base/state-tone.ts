/**
 * The looks that a state can have on the screen, named after Flink's job and execution states. `unknown` is that of any other word.
 * A look is a shape and a colour; `domain` says which state has which, `ui` draws them.
 * Shape and colour are chosen apart: a job that Flink calls RUNNING while no task runs
 * keeps its word and takes the shape and colour of `scheduled`.
 */
export const STATE_TONES = [
  "created",
  "scheduled",
  "deploying",
  "initializing",
  "running",
  "finished",
  "canceling",
  "canceled",
  "failing",
  "failed",
  "restarting",
  "suspended",
  "reconciling",
  "unknown",
] as const;

/** One of {@link STATE_TONES}. */
export type StateTone = (typeof STATE_TONES)[number];
