// The shared parts of this repository's commands. Runs on Node 20 without dependencies.

/** An error whose message is complete, so it is printed without a stack. Exit code 1 by default. */
export class UserError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Wrong arguments: exit code 2. */
export class UsageError extends UserError {
  constructor(message) {
    super(message, 2);
  }
}

/**
 * Runs a command's main function. Its result is the exit code; a UserError is printed to stderr.
 * @param {(args: string[]) => number | Promise<number>} action
 */
export async function main(action) {
  try {
    process.exitCode = await action(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

/** Rejects arguments other than `known`. Throws UsageError. */
export function expectNoArguments(args, command, known = "") {
  if (args.length === 0) return;
  throw new UsageError(`${command} takes no arguments${known === "" ? "" : ` except ${known}`}, but got: ${args.join(" ")}`);
}
