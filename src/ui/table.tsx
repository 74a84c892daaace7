import { cva } from "class-variance-authority";
import { clsx } from "clsx";
import { type ComponentProps, createContext, type ReactNode, useContext, useState } from "react";

import { useHint } from "./hint.tsx";

/** Rows of 32 px to read, of 28 px to scan, or of 27 px with little padding in an inspector. */
export type TableDensity = "read" | "scan" | "inspector";

/** How the cells of a table look. */
type TableLook = { density: TableDensity; isPinned: boolean };

const LookContext = createContext<TableLook>({ density: "read", isPinned: false });
const LOOKS = {
  read: { false: look("read", false), true: look("read", true) },
  scan: { false: look("scan", false), true: look("scan", true) },
  inspector: { false: look("inspector", false), true: look("inspector", true) },
} as const;

function look(density: TableDensity, isPinned: boolean): TableLook {
  return { density, isPinned };
}

/** See {@link Table}. */
export type TableProps = {
  /** Names the table for a screen reader. */
  label?: string;
  density?: TableDensity | undefined;
  /** In px; what is narrower has to scroll. */
  minWidth?: number | undefined;
  isBusy?: boolean;
  /** The head and the first column stay in view while the box around the table scrolls. */
  isPinned?: boolean | undefined;
  children: ReactNode;
};

/**
 * A table with columns of fixed width. {@link DataTable} makes one of rows; this one is for rows that differ. What is cut in
 * a cell, and what only its title says, is shown in full while the pointer is over it, after a tap, and while its row or
 * something in it has the keyboard focus. A tap on what can be pressed presses it.
 */
export function Table({ label, density = "read", minWidth, isBusy, isPinned = false, children }: TableProps): ReactNode {
  const [text, setText] = useState("");
  const hint = useHint({ text });
  const showFull = (cells: readonly HTMLElement[]): void => {
    const partial = cells.filter((cell) => isCut(cell) || titleOf(cell) !== undefined);
    const [first] = partial;
    if (first === undefined) return;
    setText(partial.length === 1 ? fullText(first) : partial.map((cell) => `${headOf(cell)}: ${fullText(cell)}`).join("; "));
    hint.open(first);
  };
  return (
    <LookContext value={LOOKS[density][isPinned ? "true" : "false"]}>
      <table
        className="w-full table-fixed text-dense"
        aria-label={label}
        aria-busy={isBusy}
        style={{ minWidth }}
        onPointerOver={({ target, pointerType }) => {
          const cell = cellOf(target);
          // A title shows on hover by itself.
          if (pointerType !== "touch" && cell !== null && !hasTitle(cell)) showFull([cell]);
        }}
        onPointerUp={({ target, pointerType }) => {
          const cell = cellOf(target);
          if (pointerType === "touch" && cell !== null && !isPressable(target)) showFull([cell]);
        }}
        onFocus={({ target }) => {
          if (!target.matches(":focus-visible")) return;
          const cell = cellOf(target);
          // A link in a row that cannot take the focus itself speaks for the row.
          const row = cell === null || target.matches("a") ? target.closest("tbody tr") : null;
          if (row !== null) showFull([...row.querySelectorAll<HTMLElement>("td, th")]);
          else if (cell !== null) showFull([cell]);
        }}
      >
        {children}
      </table>
      {hint.node}
    </LookContext>
  );
}

function cellOf(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("tbody :is(td, th)") : null;
}

function isCut(cell: HTMLElement): boolean {
  return cell.scrollWidth > cell.clientWidth;
}

function hasTitle(cell: HTMLElement): boolean {
  return cell.title !== "" || cell.querySelector("[title]") !== null;
}

/** The title in a cell, if it says more than the cell. */
function titleOf(cell: HTMLElement): string | undefined {
  const title = cell.title === "" ? cell.querySelector("[title]")?.getAttribute("title") : cell.title;
  return title === undefined || title === null || cell.textContent.includes(title) ? undefined : title;
}

function fullText(cell: HTMLElement): string {
  return titleOf(cell) ?? cell.textContent;
}

/** The header of a cell's column, without the arrow of its order. */
function headOf(cell: HTMLElement): string {
  const column = [...(cell.parentElement?.children ?? [])].indexOf(cell);
  const head = cell.closest("table")?.querySelectorAll("thead th")[column];
  return head?.getAttribute("aria-label") ?? (head?.querySelector("button")?.firstChild ?? head)?.textContent ?? "";
}

function isPressable(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, input, label, tr[tabindex]") !== null;
}

const headClass = cva("text-label/4.5 font-text whitespace-nowrap text-fg-3", {
  variants: {
    density: {
      read: "h-7 px-3 first:pl-4 last:pr-4",
      scan: "h-7 px-3 first:pl-4 last:pr-4",
      inspector: "h-5.5 px-1.5 first:pl-0 last:pr-0",
    },
    isNumeric: { true: "text-right", false: "text-left" },
    isPinned: {
      true: "sticky top-0 z-2 bg-surface first:left-0 first:z-3 max-phone:first:left-auto max-phone:first:z-2",
      false: "relative",
    },
  },
});

/** See {@link HeadCell}. */
export type HeadCellProps = {
  isNumeric?: boolean | undefined;
  /** How the rows are ordered by this column; undefined where they are not. */
  sort?: "ascending" | "descending" | undefined;
  /** The name of the column, where the head contains more than that. */
  label?: string;
  /** For the width. */
  className?: string;
  children: ReactNode;
};

/** The head of a column. */
export function HeadCell({ isNumeric = false, sort, label, className, children }: HeadCellProps): ReactNode {
  return (
    <th scope="col" className={clsx(headClass({ ...useContext(LookContext), isNumeric }), className)} aria-sort={sort} aria-label={label}>
      {children}
    </th>
  );
}

/** A row whose cells are {@link Cell}s. With `onClick` it can be pressed. */
export function Row(props: Omit<ComponentProps<"tr">, "className">): ReactNode {
  return <tr className={clsx("group/row focus-visible:-outline-offset-2", props.onClick !== undefined && "cursor-pointer")} {...props} />;
}

const cellClass = cva("truncate border-t border-line group-aria-selected/row:bg-accent-tint", {
  variants: {
    density: {
      read: "h-row px-3 group-hover/row:bg-surface-2 first:pl-4 last:pr-4",
      scan: "h-row-dense px-3 group-hover/row:bg-surface-2 first:pl-4 last:pr-4",
      inspector: "h-6.75 px-1.5 first:pl-0 last:pr-0",
    },
    isNumeric: { true: "text-right", false: "" },
    isPinned: { true: "bg-surface first:sticky first:left-0 first:z-1 max-phone:first:static", false: "" },
  },
});

/** See {@link Cell}. */
export type CellProps = {
  isNumeric?: boolean | undefined;
  /** The content in full, where it may be cut. */
  title?: string | undefined;
  colSpan?: number;
  className?: string | undefined;
  children?: ReactNode;
};

/** A cell; what is too long for it is cut. */
export function Cell({ isNumeric = false, className, ...rest }: CellProps): ReactNode {
  return <td className={clsx(cellClass({ ...useContext(LookContext), isNumeric }), className)} {...rest} />;
}
