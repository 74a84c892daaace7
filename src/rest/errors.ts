import * as z from "zod/mini";

/**
 * Every error of both contracts: `<class>: <message>`, then a stack trace after a line break. A 500 of Flink has "Internal
 * server error." first and the real text second (ErrorResponseBody).
 */
export const errorReplySchema = z.object({ errors: z.array(z.string()) });

export type ErrorReply = z.infer<typeof errorReplySchema>;
