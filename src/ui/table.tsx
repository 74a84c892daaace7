import { cva } from "class-variance-authority";
import { clsx } from "clsx";
import { type ComponentProps, createContext, type ReactNode, useContext, useState } from "react";

import { useHint } from "./hint.tsx";

/** Rows of 32 px to read, of 28 px to scan, or of 27 px with little padding in an inspector. */
export type TableDensity = "read" | "scan" | "inspector";

const DensityContext = createContext<TableDensity>("read");

/** See {@link Table}. */
export type TableProps = {
  /** Names the table for a screen reader. */
  label?: string;
  density?: TableDensity | undefined;
  /** In px; what is narrower has to scroll. */
  minWidth?: number | undefined;
  isBusy?: boolean;
  children: ReactNode;
};

/**
 * A table with columns of fixed width. {@link DataTable} makes one of rows; this one is for rows that differ. What is cut in
 * a cell is shown in full while the pointer is over it, and while its row or something in it has the keyboard focus.
 */
export function Table({ label, density = "read", minWidth, isBusy, children }: TableProps): ReactNode {
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
    <DensityContext value={density}>
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
    </DensityContext>
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
  const density = useContext(DensityContext);
  return (
    <th scope="col" className={clsx(headClass({ density, isNumeric }), className)} aria-sort={sort}>
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
  const density = useContext(DensityContext);
  return <td className={clsx(cellClass({ density, isNumeric }), className)} {...rest} />;
}
