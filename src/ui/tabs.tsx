import { Tab, TabList, TabProvider } from "@ariakit/react/tab";
import { clsx } from "clsx";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";

/**
 * One tab: `id` goes to the URL, `count` stands small beside the word, `isAlert` makes it red. `mark`
 * says in words why the tab has a dot.
 */
export type TabItem<Id extends string> = {
  id: Id;
  label: string;
  count?: string | number | undefined;
  isAlert?: boolean;
  mark?: string | undefined;
};

/** See {@link Tabs}. */
export type TabsProps<Id extends string> = {
  /** Names the row of tabs. */
  label: string;
  items: readonly TabItem<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  /** The id of the panel element, which needs `role="tabpanel"` and `aria-labelledby={tabId(panelId, selected)}`. */
  panelId: string;
  /** Shown at the end of the row. */
  end?: ReactNode;
  /** For a narrow place: low tabs, which wrap into several rows. */
  isCompact?: boolean;
};

/** The id of a tab's element. */
export function tabId(panelId: string, id: string): string {
  return `${panelId}-tab-${id}`;
}

/** A row of tabs: one stop for the Tab key, arrows, Home and End move within it and select. */
export function Tabs<Id extends string>({ label, items, selected, onSelect, panelId, end, isCompact = false }: TabsProps<Id>): ReactNode {
  const select = (elementId: string | null | undefined): void => {
    const item = items.find(({ id }) => tabId(panelId, id) === elementId);
    if (item !== undefined && item.id !== selected) onSelect(item.id);
  };
  const row = useRef<HTMLDivElement>(null);
  useSelectedInView(row, selected);
  return (
    <div
      ref={row}
      className={clsx(
        "relative flex [scrollbar-width:thin] items-stretch overflow-x-auto overflow-y-hidden px-4 whitespace-nowrap",
        isCompact ? "flex-wrap gap-x-3.5 text-dense" : "h-10 gap-5",
      )}
    >
      <TabProvider selectedId={tabId(panelId, selected)} setSelectedId={select}>
        <TabList aria-label={label} className="contents">
          {items.map(({ id, label: words, count, isAlert = false, mark }) => (
            <Tab
              key={id}
              id={tabId(panelId, id)}
              aria-controls={id === selected ? panelId : undefined}
              className={clsx(TAB, isCompact && "h-7.5")}
              title={mark}
            >
              {words}
              {count !== undefined && (
                <span className={clsx("text-label", isAlert ? "font-semibold text-danger" : "font-text text-fg-3")}>{count}</span>
              )}
              {mark !== undefined && (
                <>
                  <span className="size-1.75 rounded-full bg-st-restarting forced-colors:bg-[CanvasText]" aria-hidden="true" />
                  <span className="sr-only">, {mark}</span>
                </>
              )}
            </Tab>
          ))}
        </TabList>
      </TabProvider>
      {end !== undefined && <span className="ml-auto flex items-center gap-2 text-dense text-fg-3">{end}</span>}
    </div>
  );
}

/** The row scrolls sideways where it has no room for all tabs. The page around it stays where it is. */
function useSelectedInView(row: RefObject<HTMLElement | null>, selected: string): void {
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (row.current === null || tab === null || tab === undefined) return;
    const { scrollLeft, clientWidth } = row.current;
    const leftMost = tab.offsetLeft + tab.offsetWidth + PADDING_PX - clientWidth;
    row.current.scrollTo({ left: Math.min(Math.max(scrollLeft, leftMost), tab.offsetLeft - PADDING_PX) });
  }, [row, selected]);
}

/** `px-4` */
const PADDING_PX = 16;

const TAB =
  "inline-flex flex-none items-center gap-1.5 border-y-2 border-transparent text-fg-2 hover:text-fg focus-visible:-outline-offset-4 aria-selected:border-b-fg forced-colors:border-[Canvas] forced-colors:aria-selected:border-b-[Highlight] aria-selected:font-strong aria-selected:text-fg";
