import Columns3 from "lucide-react/icons/columns-3";
import { type ReactNode, useCallback, useState } from "react";

import type { ColumnChoice } from "./column-choice.ts";
import { lazyPopup } from "./lazy-popup.tsx";
import { lucideIcon } from "./lucide-icon.tsx";

const ColumnList = lazyPopup(async () => (await import("./column-list.tsx")).ColumnList);

const ColumnsIcon = lucideIcon(Columns3, 14);

/** See {@link ColumnMenu}. */
export type ColumnMenuProps = {
  /** Names the table. */
  table: string;
  /** All columns in their initial order. */
  columns: readonly { readonly id: string; readonly header: string }[];
  choice: ColumnChoice;
  onChoose: (choice: ColumnChoice) => void;
  /** The side of the head that its text leaves free. */
  side: "left" | "right";
};

/** A button in the head of the first column, which opens the list of all columns. */
export function ColumnMenu({ side, ...list }: ColumnMenuProps): ReactNode {
  const [opener, setOpener] = useState<HTMLElement | undefined>(undefined);
  const close = useCallback(() => setOpener(undefined), []);
  const isOpen = opener !== undefined;
  return (
    <>
      <button
        type="button"
        className={`absolute inset-y-0 my-auto grid size-6 place-items-center rounded-2 text-fg-3 hover:bg-surface-2 hover:text-fg aria-expanded:bg-surface-2 ${side === "left" ? "left-1" : "right-2.5"}`}
        aria-label="Choose columns"
        title="Choose columns"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={({ currentTarget }) => setOpener(isOpen ? undefined : currentTarget)}
      >
        <ColumnsIcon />
      </button>
      {isOpen && <ColumnList {...list} opener={opener} onClose={close} />}
    </>
  );
}
