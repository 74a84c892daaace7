// The generator's rate in contract 2, for who answers it: no schema, so that a container's thread does not load the library.

/**
 * The highest rate that the generator takes, in records per second: several times what the engine or a local Kafka moves. Who wants more asks
 * for `null`, as fast as possible.
 */
export const MAX_RECORDS_PER_SECOND = 100_000_000;

/** The error for every other rate: 400. */
export const RATE_ERROR = `IllegalArgumentException: recordsPerSecond must be a number from 0 to ${MAX_RECORDS_PER_SECOND}, or null for as fast as possible`;
