/** An error as it crosses threads and as the REST API shows it: Java-like class name, message, stack and causes in one text. */
export interface ErrorInfo {
  /** e.g. `java.lang.RuntimeException`. */
  readonly className: string;
  readonly message: string;
  /** Full text as `/jobs/:id/exceptions` prints it: class, message, frames, `Caused by:` parts. */
  readonly stack: string;
}

/** An error with its chain of causes written below it. */
export function errorOf(className: string, message: string, cause?: ErrorInfo): ErrorInfo {
  const stack = `${className}: ${message}\n`;
  return { className, message, stack: cause === undefined ? stack : `${stack}Caused by: ${cause.stack}` };
}
