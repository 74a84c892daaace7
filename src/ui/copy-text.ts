/**
 * The result of copying: the text is in the clipboard, or it is selected and the user has to press
 * the keys.
 */
export type CopyOutcome = "copied" | "selected";

/**
 * Copies the text of `element`, which must be `text`. On plain http under a host name there is no
 * `navigator.clipboard`. The text is then selected, and the browser's copy command is tried.
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

/** Works on plain http in most browsers, but only within a press. */
function copyBySelection(): boolean {
  try {
    return document.execCommand("copy");
  } catch {
    // Some browsers throw if it is forbidden.
    return false;
  }
}

/** The text for each result. */
export const COPY_WORDS: Record<CopyOutcome, string> = {
  copied: "Copied",
  selected: "No clipboard access over plain http. The text is selected: press Ctrl+C or ⌘C",
};
