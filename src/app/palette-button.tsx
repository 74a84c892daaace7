import { type ReactNode, useCallback, useEffect, useState } from "react";

import { Button } from "../ui/button.tsx";
import { SearchIcon } from "../ui/icons.tsx";
import { lazyPopup } from "../ui/lazy-popup.tsx";
import { isPaletteKey } from "./palette-key.ts";

const Palette = lazyPopup(async () => (await import("./palette.tsx")).Palette);

/** Opens the command palette on a press, and on its keys from anywhere on the page. */
export function PaletteButton(): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (!isPaletteKey(event)) return;
      // Or the browser would open a search of its own.
      event.preventDefault();
      // A dialog waits for an answer, and a page behind it cannot be used.
      if (document.querySelector("dialog[open]") === null) setIsOpen(true);
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
  return (
    <>
      <Button icon kind="quiet" label="Search" hint={HINT} onPress={() => setIsOpen(true)}>
        <SearchIcon />
      </Button>
      {isOpen && <Palette onClose={close} />}
    </>
  );
}

const HINT = { title: "Search", text: "Finds jobs, vertices, TaskManagers, pages and actions. Keys: / or Ctrl K (⌘ K)." };
