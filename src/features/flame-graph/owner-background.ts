import type { FlameFrame } from "./flame-model.ts";

/** The background of a frame, by whose code it is, as a class. */
export const OWNER_BACKGROUND: Readonly<Record<FlameFrame["owner"], string>> = {
  job: "bg-[color-mix(in_srgb,var(--color-series-3)_45%,var(--color-surface))]",
  flink: "bg-[color-mix(in_srgb,var(--color-series-1)_26%,var(--color-surface))]",
  java: "bg-surface-3",
};
