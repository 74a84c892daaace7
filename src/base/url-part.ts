/**
 * A name from a cluster or a person as one part of a URL's path or query, percent-encoded. `encodeURIComponent` throws a URIError
 * for half a surrogate pair, which JSON and file systems may hold; such a half becomes U+FFFD.
 */
export function urlPart(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
