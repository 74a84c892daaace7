// The reader's own settings, in the browser's local storage. It throws in a private window, when full, and when cookies are
// blocked. The app works without stored settings.

/** The stored text, or undefined if there is none or it cannot be read. */
export function readSetting(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    // Access denied: treated as not stored.
    return undefined;
  }
}

/** Stores a setting. Returns whether the browser stored it. */
export function writeSetting(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    // Denied or full: the choice lasts until the page is left, and the caller may say so.
    return false;
  }
}

/**
 * The stored texts whose keys start with `prefix`, by key, unordered; none if they cannot be read.
 */
export function readSettings(prefix: string): readonly (readonly [string, string])[] {
  try {
    return Object.entries(localStorage).filter((entry): entry is [string, string] => entry[0].startsWith(prefix));
  } catch {
    // Access denied: treated as not stored.
    return [];
  }
}

/** Removes a setting. */
export function removeSetting(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Access denied: nothing is stored there either.
  }
}

/**
 * Calls the listener when another tab changes a setting whose key starts with `prefix`. Returns the
 * function that removes it.
 */
export function onSettingsChange(prefix: string, listener: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    // Without a key, everything was cleared.
    if (event.key === null || event.key.startsWith(prefix)) listener();
  };
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}
