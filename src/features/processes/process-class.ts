/** Classes of the page of a process: a line of facts if it has one, tabs, and below them the {@link PROCESS_PANEL}. */
export const PROCESS_PAGE =
  "flex h-full min-h-0 flex-col bg-surface [&>:not(:last-child)]:flex-none [&>:nth-last-child(2)]:border-b [&>:nth-last-child(2)]:border-line";

/** Classes of the panel of a tab. */
export const PROCESS_PANEL = "min-h-0 flex-1 overflow-auto";

/** Classes of the heading of a part of a tab. */
export const PROCESS_HEADING = "px-4 pt-3.5 pb-1.5 text-title font-title";

/** Classes of small text beside fields and buttons. */
export const TOOL_WORDS = "text-dense leading-5 text-fg-3";

/** Classes of a list of the parts of a memory. */
export const MEMORY_POOLS = "grid grid-cols-[repeat(auto-fill,minmax(210px,1fr))] gap-x-6 gap-y-3.5 border-b border-line p-4";

/** Classes of the line of a part: its name, and how large it is. */
export const MEMORY_POOL = "flex justify-between gap-2 text-dense leading-5 text-fg-2";
