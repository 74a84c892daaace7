// Makes invisible characters visible in text from user code or from a cluster, so that the text
// cannot move, hide or join what is around it. Pass such text through here before you put it on the
// screen, into a title or into a label. Text that is already visible does not change.

/**
 * Control characters for which Unicode has a picture: terminal colours, bells, nulls. Without tabs
 * and line breaks, which keep their meaning.
 */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** A carriage return that ends no line joins two lines on the screen. */
const LONE_RETURN = /\r(?!\n)/g;

/**
 * Characters without a picture, as part of a character class: C1 controls, the soft hyphen, marks
 * that change the writing direction (LRM, RLM and ALM among them), zero-width characters, line
 * separators that do not break lines, format characters of shorthand and music, and halves of
 * surrogate pairs.
 */
const UNSEEN = String.raw`\u0080-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}\p{Surrogate}`;

/** The joiner between two parts of an emoji is part of it. */
const UNSEEN_IN_TEXT = new RegExp(
  String.raw`[${UNSEEN}]|(?<![\p{Extended_Pictographic}\ufe0f\p{Emoji_Modifier}])\u200d|\u200d(?!\p{Extended_Pictographic})`,
  "gu",
);

const UNSEEN_ANYWHERE = new RegExp(String.raw`[\u0000-\u001f\u007f\u200d${UNSEEN}]`, "u");

/** Whether there is anything in the text that cannot be seen or that a terminal acts on: tabs, line breaks and every joiner too. */
export function hasUnseen(text: string): boolean {
  return UNSEEN_ANYWHERE.test(text);
}

/** The text with a picture for each control character, and the code of everything else that cannot be seen. */
export function visibleText(text: string): string {
  return text
    .replace(LONE_RETURN, "\u240d")
    .replaceAll("\r\n", "\n")
    .replace(CONTROLS, (char) => (char === "\u007f" ? "\u2421" : String.fromCodePoint(0x2400 + char.charCodeAt(0))))
    .replace(UNSEEN_IN_TEXT, (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
