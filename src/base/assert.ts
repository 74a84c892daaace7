// Programmer errors crash, with a message that names the thing. Expected failures are values or named errors instead.

/** Thrown when the code itself is wrong: an invariant does not hold. Never caught to carry on. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Throws {@link AssertionError} unless `condition` holds. `message` names what was expected. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Returns `value`, or throws {@link AssertionError} naming `what` if it is null or undefined. */
export function ensureExists<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new AssertionError(`${what} is missing`);
  }
  return value;
}

/** Ends a `switch` over a closed union: a member that is not handled does not compile, and throws if it comes all the same. */
export function assertUnreachable(value: never): never {
  throw new AssertionError(`unexpected value: ${describe(value)}`);
}

function describe(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A cycle or a bigint: the plain rendering still names the kind of thing.
    return String(value);
  }
}
