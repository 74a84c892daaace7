import { useSyncExternalStore } from "react";

/** Calls back each time the tab is shown or hidden. Returns the function that stops it. */
export function onVisibilityChange(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Whether the tab is visible now. */
export function isDocumentVisible(): boolean {
  return document.visibilityState === "visible";
}

/** Whether the tab is visible. While it is hidden, polling and animations pause. */
export function useDocumentVisible(): boolean {
  return useSyncExternalStore(onVisibilityChange, isDocumentVisible, () => true);
}
