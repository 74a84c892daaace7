import { useSyncExternalStore } from "react";

/** Calls back each time the tab is shown or hidden; the returned function ends it. */
export function onVisibilityChange(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

/** Whether the tab is on the screen now. */
export function isDocumentVisible(): boolean {
  return document.visibilityState === "visible";
}

/** Whether the tab is on the screen; while it is not, nothing polls and nothing moves. */
export function useDocumentVisible(): boolean {
  return useSyncExternalStore(onVisibilityChange, isDocumentVisible, () => true);
}
