/** The parts of a `KeyboardEvent` that {@link isPaletteKey} reads. */
export type PressedKey = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "defaultPrevented" | "isComposing" | "target"
>;

/**
 * Whether a key opens the command palette: Ctrl K or ⌘ K anywhere, `/` outside of fields. Some
 * keyboards need Shift for the slash.
 */
export function isPaletteKey({ key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented, isComposing, target }: PressedKey): boolean {
  if (defaultPrevented || isComposing || altKey) return false;
  if (ctrlKey || metaKey) return key.toLowerCase() === "k" && !shiftKey && ctrlKey !== metaKey;
  return key === "/" && !isField(target);
}

/** Whether the element takes typed characters. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest(FIELDS) !== null);
}

const FIELDS = "input, textarea, select, [contenteditable=''], [contenteditable=true], [role=textbox], [role=searchbox], [role=combobox]";
