// Text that came out of user code, so that what cannot be seen in it can: it is shown as text, and must not move or hide what stands around it.

/** Terminal colours, bells, nulls: all that Unicode has a picture for. Tabs and line breaks are what they are. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Marks that turn the direction of what follows. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text with a picture for each control character and the code of each mark that turns the direction of writing. */
export function visibleText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(CONTROLS, (char) => (char === "\u007f" ? "\u2421" : String.fromCodePoint(0x2400 + char.charCodeAt(0))))
    .replace(DIRECTIONS, (char) => `⟨U+${char.charCodeAt(0).toString(16).toUpperCase()}⟩`);
}
