/** The outcome of something that is expected to fail at times: a value, not an exception. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A success. */
export function okResult<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** A failure. `error` is plain data or a named error; it is not thrown. */
export function errResult<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
