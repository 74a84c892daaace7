// How the files of the resources write the schemas of their calls.
import * as z from "zod/mini";

/** What goes in and what comes back. */
export interface CallSchemas {
  /** The body of a 2xx reply. */
  readonly response: z.ZodMiniType;
  /** The body sent. */
  readonly request: z.ZodMiniType;
}

/** The schemas for a table of routes: a call without them does not compile. */
export type SchemasOf<Routes> = { readonly [Id in keyof Routes]: CallSchemas };

/** A call without a body. */
export function answers<Reply extends z.ZodMiniType>(response: Reply) {
  return { response, request: z.undefined() };
}

/** A call with a body. */
export function takes<Body extends z.ZodMiniType, Reply extends z.ZodMiniType>(request: Body, response: Reply) {
  return { response, request };
}
