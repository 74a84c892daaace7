declare const brand: unique symbol;

/**
 * A `T` that only its maker can produce: `type JobId = Brand<string, "JobId">`. Costs nothing at run time; keeps a
 * vertex id from being passed where a job id is meant.
 */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
