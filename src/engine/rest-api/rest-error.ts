// Expected errors of the REST API in Flink's words. Flink prints a Java stack below the first line; an engine without Java has none to show.

const REST_HANDLER_EXCEPTION = "org.apache.flink.runtime.rest.handler.RestHandlerException";
const NOT_FOUND_EXCEPTION = "org.apache.flink.runtime.rest.NotFoundException";

/** Thrown by a handler; becomes the reply `{"errors": texts}` with `status`. */
export class RestError extends Error {
  override readonly name = "RestError";
  readonly status: number;
  readonly texts: readonly string[];

  constructor(status: number, texts: readonly string[]) {
    super(texts.join(" "));
    this.status = status;
    this.texts = texts;
  }
}

/** An error that Flink raises as RestHandlerException. */
export function handlerError(status: number, message: string): RestError {
  return new RestError(status, [`${REST_HANDLER_EXCEPTION}: ${message}`]);
}

/** An error that Flink raises as NotFoundException: 404. */
export function notFound(message: string): RestError {
  return new RestError(404, [`${NOT_FOUND_EXCEPTION}: ${message}`]);
}

/** An exception that Flink did not expect and answers with 500, `className` and `message` being the exception's. */
export function serverError(className: string, message: string): RestError {
  return new RestError(500, [
    "Internal server error.",
    `<Exception on server side:\n${className}: ${message}\nEnd of exception on server side>`,
  ]);
}

/** A path or query parameter that does not parse: 400. */
export function unparsable(kind: "path" | "query", name: string, value: string): RestError {
  return handlerError(400, `Bad request, could not parse parameters: Cannot resolve ${kind} parameter (${name}) from value "${value}".`);
}

/** A body that is not what the call takes: 400. `format` is Flink's class of the body. */
export function unexpectedBody(format: string): RestError {
  return handlerError(400, `Request did not match expected format ${format}.`);
}
