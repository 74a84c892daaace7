/** What came of copying: it is in the clipboard; or the text is selected and the reader has to press the keys. */
export type CopyOutcome = "copied" | "selected";

/**
 * Copies the text of `element`, which has to be `text`. On plain http under a host name there is no `navigator.clipboard`: then the text is
 * selected, and the browser's own copy command is tried.
 */
export async function copyText(text: string, element: Element): Promise<CopyOutcome> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    // Refused, or no clipboard on this origin.
    document.getSelection()?.selectAllChildren(element);
    return copyBySelection() ? "copied" : "selected";
  }
}

/** Works on plain http in most browsers, only within a press. */
function copyBySelection(): boolean {
  try {
    return document.execCommand("copy");
  } catch {
    // Some throw where it is forbidden.
    return false;
  }
}

/** What to tell the reader. */
export const COPY_WORDS: Record<CopyOutcome, string> = {
  copied: "Copied",
  selected: "No clipboard access over plain http. The text is selected: press Ctrl+C or ⌘C",
};
