// The reader's own settings, in the browser's local storage. It throws in a private window, when full, and when cookies are
// blocked; a setting that is not remembered is no reason to stop.

/** The stored text, or undefined where there is none or none may be read. */
export function readSetting(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    // Refused: as if nothing were stored.
    return undefined;
  }
}

/** Remembers a setting if the browser lets us; answers whether it did. */
export function writeSetting(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    // Refused or full: the choice holds until the page is left, and the caller may say so.
    return false;
  }
}
