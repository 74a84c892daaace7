import { cva } from "class-variance-authority";

const BOX = "relative isolate flex h-full flex-col overflow-hidden transition-shadow duration-fast ease-drey motion-reduce:transition-none";
const WAITING = "bg-[color-mix(in_oklab,var(--color-surface)_55%,var(--color-page))] -outline-offset-1 outline-dashed";

/** Classes of the box of a vertex with its name. The frame is dashed while the tasks wait for slots. */
export const vertexBoxClass = cva([BOX, "rounded-3"], {
  variants: {
    size: {
      wide: "px-3.75 pt-3.25 pb-3",
      medium: "px-3 pt-3 pb-2.75",
      compact: "px-2.25 pt-2.25 pb-2",
    },
    isWaiting: { true: WAITING, false: "bg-surface" },
    isSelected: { true: "", false: "" },
  },
  compoundVariants: [
    { isWaiting: false, isSelected: false, className: "shadow-1 ring ring-line hover:ring-line-strong forced-colors:outline" },
    { isWaiting: false, isSelected: true, className: "shadow-2 ring-2 ring-accent forced-colors:outline-3" },
    { isWaiting: true, isSelected: false, className: "outline-[1.5px] outline-st-scheduled" },
    { isWaiting: true, isSelected: true, className: "ring-4 ring-accent-tint outline-2 outline-accent" },
  ],
});

/** Classes of the heading with a vertex's name. */
export const vertexNameClass = cva("font-title tracking-[-0.012em]", {
  variants: {
    size: {
      wide: "text-[14px]/4.5",
      medium: "text-body/4.5",
      compact: "text-dense/4",
    },
  },
});

/** Classes of the button with a vertex's name. It takes a press anywhere on the box, and draws the focus around it. */
export const vertexButtonClass = cva(
  [
    "text-left wrap-anywhere after:absolute after:inset-0 after:rounded-3",
    "focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-3 focus-visible:after:outline-accent",
  ],
  {
    variants: {
      size: {
        wide: "line-clamp-2 max-h-9",
        medium: "line-clamp-2 max-h-9",
        compact: "line-clamp-2 max-h-8",
      },
    },
  },
);

/** Classes of the line that describes a vertex, but for its colour. */
export const VERTEX_DESCRIPTION = "mt-0.5 h-4 truncate text-label normal-nums group-data-far/graph:hidden";

/** Classes of the line with the states of a vertex's tasks, but for its margins. */
export const VERTEX_STATES = "flex h-5.5 items-center justify-between text-label/5 whitespace-nowrap text-fg-3";

/** Classes of a line of states, which wraps from far away. */
export const FAR_STATES =
  "group-data-far/graph:h-auto group-data-far/graph:flex-wrap group-data-far/graph:wrap-anywhere group-data-far/graph:whitespace-normal";
