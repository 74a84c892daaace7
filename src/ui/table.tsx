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
 * a cell is shown in full while the pointer is over it, and while its row or something in it has the keyboard focus.
 */
export function Table({ label, density = "read", minWidth, isBusy, isPinned = false, children }: TableProps): ReactNode {
  const [text, setText] = useState("");
  const hint = useHint({ text });
  const showCut = (cells: readonly HTMLElement[]): void => {
    const cut = cells.filter(isCut);
    const [first] = cut;
    if (first === undefined) return;
    setText(cut.map(fullText).join("; "));
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
          if (pointerType !== "touch" && cell !== null && !hasTitle(cell)) showCut([cell]);
        }}
        onFocus={({ target }) => {
          if (!target.matches(":focus-visible")) return;
          const cell = cellOf(target);
          showCut(cell === null ? [...target.querySelectorAll<HTMLElement>("td, th")] : [cell]);
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

function fullText(cell: HTMLElement): string {
  const title = cell.title === "" ? cell.querySelector("[title]")?.getAttribute("title") : cell.title;
  return title ?? cell.textContent;
}

const headClass = cva("text-label/4.5 font-text whitespace-nowrap text-fg-3", {
  variants: {
    density: {
      read: "h-7 px-3 first:pl-4 last:pr-4",
      scan: "h-7 px-3 first:pl-4 last:pr-4",
      inspector: "h-5.5 px-1.5 first:pl-0 last:pr-0",
    },
    isNumeric: { true: "text-right", false: "text-left" },
    isPinned: { true: "sticky top-0 z-2 bg-surface first:left-0 first:z-3 max-phone:first:left-auto max-phone:first:z-2", false: "" },
  },
});

/** See {@link HeadCell}. */
export type HeadCellProps = {
  isNumeric?: boolean | undefined;
  /** How the rows are ordered by this column; undefined where they are not. */
  sort?: "ascending" | "descending" | undefined;
  /** For the width. */
  className?: string;
  children: ReactNode;
};

/** The head of a column. */
export function HeadCell({ isNumeric = false, sort, className, children }: HeadCellProps): ReactNode {
  return (
    <th scope="col" className={clsx(headClass({ ...useContext(LookContext), isNumeric }), className)} aria-sort={sort}>
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
