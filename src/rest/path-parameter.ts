// Which values are allowed as a path parameter, and so which file names a JAR may have: the id of a
// JAR ends in its file name.

// oxlint-disable-next-line no-control-regex -- they are what must not be in a parameter
const UNSAFE = /[/\\\u0000-\u001f\u007f]/;
/** An encoded ASCII character. Others are never part of a path's structure. */
const ENCODED = /%([0-7][0-9a-f])/gi;

/**
 * Whether a decoded path parameter can only be the name of one thing, however often it is decoded
 * again: Flink decodes a path twice (CVE-2020-17519). Not: a path or a control character.
 */
export function isSafeParameter(value: string): boolean {
  if (value === "" || value === "." || value === ".." || UNSAFE.test(value)) return false;
  const decoded = value.replaceAll(ENCODED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decoded === value || isSafeParameter(decoded);
}

/** Linux's limit for a file's name, less the `<uuid>_` that Flink puts in front. */
const MAX_JAR_NAME_BYTES = 255 - 37;

/**
 * Why an uploaded JAR may not have that file name, as a sentence. Undefined if it may. A name that
 * fails {@link isSafeParameter} would be stored, and then every call that names the JAR would be
 * refused. Other clients encode a name once, and so cannot name a JAR with an encoded character. Flink once wrote a file to any path that its name contained (CVE-2020-17518).
 */
export function jarNameProblem(name: string): string | undefined {
  if (name.includes('"') || !isSafeParameter(name) || /%[0-9a-f]{2}/i.test(name) || !name.isWellFormed()) {
    return 'The name of a JAR must not contain a slash, a backslash, a double quote, a control character or an encoded character such as "%20". Rename the file and upload it again.';
  }
  // Flink has the same rule. Without it, a file of another type would be sent as a whole first.
  if (!name.endsWith(".jar")) return 'Only Jar files are allowed. Choose a file whose name ends in ".jar".';
  if (utf8Length(name) > MAX_JAR_NAME_BYTES) {
    return `The name of a JAR must have at most ${MAX_JAR_NAME_BYTES} bytes. Rename the file and upload it again.`;
  }
  return undefined;
}

/** Of well-formed text. There is no TextEncoder without a platform. */
function utf8Length(text: string): number {
  return encodeURIComponent(text).replaceAll(/%../g, "-").length;
}
