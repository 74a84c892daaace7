// What every command of this repository shares. Runs on Node 20 without dependencies.

/** An error whose message is all that the user needs: printed without a stack. Exit code 1 unless told otherwise. */
export class UserError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Wrong arguments: exit code 2, as is the custom. */
export class UsageError extends UserError {
  constructor(message) {
    super(message, 2);
  }
}

/**
 * Runs a command's main function. What it answers is the exit code; a UserError is its message on stderr.
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

/** Refuses arguments where a command takes none but `known`. Throws UsageError. */
export function expectNoArguments(args, command, known = "") {
  if (args.length === 0) return;
  throw new UsageError(`${command} takes no arguments${known === "" ? "" : ` but ${known}`}, and got: ${args.join(" ")}`);
}
