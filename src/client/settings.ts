// The reader's own settings, in the browser's local storage. It throws in a private window, when full, and when cookies are
// blocked. The app works without stored settings.

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

/** The stored texts whose keys begin with `prefix`, by key, in no order; none where none may be read. */
export function readSettings(prefix: string): readonly (readonly [string, string])[] {
  try {
    return Object.entries(localStorage).filter((entry): entry is [string, string] => entry[0].startsWith(prefix));
  } catch {
    // Refused: as if nothing were stored.
    return [];
  }
}

/** Forgets a setting. */
export function removeSetting(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Refused: then nothing is stored there either.
  }
}

/** Calls the listener when another tab changes a setting whose key begins with `prefix`; answers how to stop it. */
export function onSettingsChange(prefix: string, listener: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    // Without a key everything was cleared.
    if (event.key === null || event.key.startsWith(prefix)) listener();
  };
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}
