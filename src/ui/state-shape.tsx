import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { StateTone } from "../base/state-tone.ts";
import { TONE_COLORS } from "./tone-colors.ts";

/**
 * Drawn on a 12 × 12 grid in the current colour: an empty ring fills as a task starts, then
 * triangle, check, square or cross.
 */
const SHAPES = {
  created: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="1.7 1.755" />,
  scheduled: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 3.4V6l1.7 1.3" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  deploying: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" fill="currentColor" />
    </>
  ),
  initializing: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 6V1.8A4.2 4.2 0 1 1 1.8 6z" fill="currentColor" />
    </>
  ),
  running: <path d="M3.2 2.2 9.8 6 3.2 9.8z" fill="currentColor" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" />,
  finished: (
    <path d="M1.9 6.4 4.7 9.1 10.2 3.1" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  ),
  canceling: <rect x="2.2" y="2.2" width="7.6" height="7.6" rx="1" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  canceled: <rect x="1.8" y="1.8" width="8.4" height="8.4" rx="1.2" fill="currentColor" />,
  failing: (
    <>
      <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      <path d="M6 4v2.4" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
      <circle cx="6" cy="8.1" r=".8" fill="currentColor" />
    </>
  ),
  failed: <path d="m2.6 2.6 6.8 6.8M9.4 2.6 2.6 9.4" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
  restarting: (
    <>
      <path d="M10.1 6.4A4.2 4.2 0 1 1 8.7 2.9" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M9.3.9v2.5H6.8" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  suspended: <path d="M3.9 2.4v7.2M8.1 2.4v7.2" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  unknown: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <circle cx="6" cy="6" r="1.2" fill="currentColor" />
    </>
  ),
  reconciling: (
    <path
      d="M1.5 4h8M7.3 1.8 9.6 4 7.3 6.2M10.5 8.4h-8M4.7 6.6 2.4 8.4l2.3 2.3"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
} satisfies Record<StateTone, ReactNode>;

/**
 * The shape of a state, 12 px, decorative, because the word is beside it. With `tone` it has its
 * own colour, otherwise that of the text.
 */
export function StateShape({ shape, tone }: { shape: StateTone; tone?: StateTone }): ReactNode {
  return (
    <svg
      className={clsx("size-3 flex-none", tone !== undefined && "text-(--tone) greyed:text-inherit")}
      style={tone && TONE_COLORS[tone]}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {SHAPES[shape]}
    </svg>
  );
}
