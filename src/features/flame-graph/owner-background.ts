import type { FlameFrame } from "./flame-model.ts";

/** The background class of a frame, by the owner of its code. */
export const OWNER_BACKGROUND: Readonly<Record<FlameFrame["owner"], string>> = {
  job: "bg-[color-mix(in_srgb,var(--color-series-3)_45%,var(--color-surface))]",
  flink: "bg-[color-mix(in_srgb,var(--color-series-1)_26%,var(--color-surface))]",
  java: "bg-surface-3",
};
