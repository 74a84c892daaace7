import { cva } from "class-variance-authority";

/**
 * Classes of a container in the rack: name, activity, state and switch in one line, slots below in
 * full width.
 */
export const boxClass = cva(
  "grid min-h-9 items-center gap-x-2.5 gap-y-1.75 rounded-2 py-2 pr-2.5 pl-3 forced-colors:outline forced-colors:-outline-offset-1",
  {
    variants: {
      isRunning: { true: "bg-surface ring ring-line", false: "inset-ring inset-ring-line-strong" },
      hasSwitch: { true: "grid-cols-[150px_minmax(0,1fr)_auto_34px]", false: "grid-cols-[150px_minmax(0,1fr)_auto]" },
    },
  },
);
