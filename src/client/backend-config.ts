import * as z from "zod/mini";

const browserBackendSchema = z.object({ kind: z.literal("browser") });

const httpBackendSchema = z.object({
  kind: z.literal("http"),
  /** Where its REST API begins; relative to the file. */
  url: z.string(),
  label: z.optional(z.string()),
  /** Whether it answers the playground API. It is said and not asked: a probe that finds nothing is an error in the console. */
  playground: z.optional(z.boolean()),
});

/** `drey.json` beside index.html: which backends there are, the first being the one to begin with. */
const backendConfigSchema = z.object({
  backends: z.array(z.discriminatedUnion("kind", [browserBackendSchema, httpBackendSchema])).check(z.minLength(1)),
});

export type BackendConfig = z.infer<typeof backendConfigSchema>["backends"][number];

/** `drey.json` is there and says something that Drey does not understand. */
export class BackendConfigError extends Error {
  override readonly name = "BackendConfigError";
}

/** Parses the text of `drey.json`; answers the backend to begin with. Throws {@link BackendConfigError}. */
export function parseBackendConfig(text: string): BackendConfig {
  const config = backendConfigSchema.safeParse(parseJson(text));
  const first = config.data?.backends[0];
  if (first === undefined) {
    throw new BackendConfigError(
      'drey.json beside index.html has to be {"backends": [{"kind": "browser"}]} or {"backends": [{"kind": "http", "url": "./"}]}.',
    );
  }
  return first;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON has no backends either: one error for both.
    return undefined;
  }
}
