import type { ReactNode } from "react";

/** See {@link Segments}. */
export type SegmentsProps<Id extends string> = {
  /** Names the group for a screen reader. */
  label: string;
  items: readonly { readonly id: Id; readonly label: string }[];
  selected: Id;
  onSelect: (id: Id) => void;
};

/** Connected buttons of which one is pressed: a filter, or the views of one region. */
export function Segments<Id extends string>({ label, items, selected, onSelect }: SegmentsProps<Id>): ReactNode {
  return (
    <div className="inline-flex max-w-full overflow-x-auto rounded-2 border border-line-strong text-dense" role="group" aria-label={label}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          className="h-6.5 flex-none px-2.5 whitespace-nowrap text-fg-2 not-first:border-l not-first:border-line focus-visible:-outline-offset-2 aria-pressed:bg-surface-3 aria-pressed:font-strong aria-pressed:text-fg"
          aria-pressed={item.id === selected}
          onClick={() => onSelect(item.id)}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
