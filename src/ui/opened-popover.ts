import { type PopoverStore, usePopoverStore } from "@ariakit/react/popover";
import { useLayoutEffect } from "react";

/** The store of a popover that is rendered only while it is open, below the button that opened it, which gets the focus back. */
export function useOpenedPopover(opener: HTMLElement, onClose: () => void): PopoverStore {
  const store = usePopoverStore({
    open: true,
    setOpen: (isOpen) => {
      if (!isOpen) onClose();
    },
    placement: "bottom-start",
  });
  useLayoutEffect(() => {
    store.setAnchorElement(opener);
    store.setDisclosureElement(opener);
  }, [store, opener]);
  return store;
}
