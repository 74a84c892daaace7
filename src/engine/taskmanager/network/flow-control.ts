// The constants of credit-based flow control; rules: docs/spec/flow-control.md. Flink's are 2 exclusive buffers per channel and 8 floating ones
// per gate of 32 KiB each; a credit here is one batch, whatever its size, and all belong to their channel.

/** Batches a consumer lets a producer send before it has taken one of them. */
export const CREDITS_PER_CHANNEL = 4;

/** Batches that may wait for credit in one subpartition. One more and the producing task stops reading its input. */
export const MAX_QUEUED_BATCHES = 4;

/** Sent and not yet taken, waiting for credit, and the one that is being filled. */
export const MAX_BATCHES_IN_FLIGHT_PER_CHANNEL = CREDITS_PER_CHANNEL + MAX_QUEUED_BATCHES + 1;

/** The size of batches until the consumer has said what it wants. */
export const INITIAL_BATCH_RECORDS = 64;
