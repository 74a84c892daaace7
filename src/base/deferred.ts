/** A promise together with the two functions that settle it. Settling twice has no effect. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A promise that is settled from outside, for replies that arrive as messages. The code that
 * creates it must handle its rejection.
 */
export function createDeferred<T>(): Deferred<T> {
  return Promise.withResolvers<T>();
}
