/** Classes of an entry of the rail: an icon above a word. */
export const RAIL_STOP =
  "grid h-14.5 content-center justify-items-center gap-0.75 rounded-2 text-center text-label leading-3.25 text-fg-2 hover:bg-surface-2 hover:no-underline aria-[current=page]:bg-surface-3 aria-[current=page]:font-strong aria-[current=page]:text-fg max-phone:flex-auto max-phone:px-1";
