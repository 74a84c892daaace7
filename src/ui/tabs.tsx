import { type KeyboardEvent, type ReactNode, useRef } from "react";

/** One tab: `id` goes to the URL, `count` stands small beside the word, `isAlert` makes it red. */
export type TabItem<Id extends string> = { id: Id; label: string; count?: string | number | undefined; isAlert?: boolean };

/** See {@link Tabs}. */
export type TabsProps<Id extends string> = {
  /** Names the row of tabs. */
  label: string;
  items: readonly TabItem<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  /** The id of the panel element, which needs `role="tabpanel"` and `aria-labelledby={tabId(panelId, selected)}`. */
  panelId: string;
  /** What stands at the end of the row. */
  end?: ReactNode;
};

/** The id of a tab's element. */
export function tabId(panelId: string, id: string): string {
  return `${panelId}-tab-${id}`;
}

/** A row of tabs: one stop for the Tab key, arrows, Home and End move within it and select. */
export function Tabs<Id extends string>({ label, items, selected, onSelect, panelId, end }: TabsProps<Id>): ReactNode {
  const row = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent): void => {
    const at = items.findIndex((item) => item.id === selected);
    const to = targetIndex(event.key, at, items.length);
    const item = to === undefined ? undefined : items[to];
    if (item === undefined) return;
    event.preventDefault();
    onSelect(item.id);
    row.current?.querySelector<HTMLElement>(`[id="${CSS.escape(tabId(panelId, item.id))}"]`)?.focus();
  };

  return (
    <div className="tabs">
      <div ref={row} role="tablist" aria-label={label} className="contents" onKeyDown={move}>
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={tabId(panelId, item.id)}
            aria-selected={item.id === selected}
            aria-controls={item.id === selected ? panelId : undefined}
            tabIndex={item.id === selected ? 0 : -1}
            onClick={() => onSelect(item.id)}
          >
            {item.label}
            {item.count !== undefined && <span className={item.isAlert === true ? "n alert" : "n"}>{item.count}</span>}
          </button>
        ))}
      </div>
      {end !== undefined && <span className="end">{end}</span>}
    </div>
  );
}

function targetIndex(key: string, at: number, length: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return (at + 1) % length;
    case "ArrowLeft":
      return (at - 1 + length) % length;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return undefined;
  }
}
