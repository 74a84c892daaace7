/**
 * A cluster could not start for a reason outside of this program. The message is a sentence for the
 * user.
 */
export class StartError extends Error {
  override readonly name = "StartError";
}
