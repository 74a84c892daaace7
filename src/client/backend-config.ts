import * as z from "zod/mini";

const browserBackendSchema = z.object({ kind: z.literal("browser"), label: z.optional(z.string()) });

const httpBackendSchema = z.object({
  kind: z.literal("http"),
  /** What the page's address calls it; the label, or else the url, if there is none. */
  id: z.optional(z.string()),
  /** Where its REST API begins; relative to the file. */
  url: z.string(),
  label: z.optional(z.string()),
  /** Whether it answers the playground API. It is said and not asked: a probe that finds nothing is an error in the console. */
  playground: z.optional(z.boolean()),
  /** Whether the proxy in front of it refuses calls that would change it. */
  readOnly: z.optional(z.boolean()),
});

/** `drey.json` beside index.html: which backends there are, the first being the one to begin with. */
const backendConfigSchema = z.object({
  backends: z.array(z.discriminatedUnion("kind", [browserBackendSchema, httpBackendSchema])).check(z.minLength(1)),
});

/** The small cluster in this page. */
export interface BrowserRow {
  readonly kind: "browser";
  readonly id: string;
  readonly label: string;
}

/** A cluster that is reached over HTTP. */
export interface HttpRow {
  readonly kind: "http";
  /** What the page's address calls it. */
  readonly id: string;
  /** Its name on the screen. */
  readonly label: string;
  /** Where its REST API begins, absolute, with a slash at its end. */
  readonly baseUrl: string;
  readonly hasPlayground: boolean;
  readonly isReadOnly: boolean;
  /**
   * Whether its origin differs from the page's, so that only simple requests work. See
   * http-transport.ts.
   */
  readonly isDirect: boolean;
}

/** A backend that can be chosen. */
export type BackendRow = BrowserRow | HttpRow;

/** What the page's address calls the small cluster in this page. */
const BROWSER_ID = "browser";

const BROWSER_ROW: BrowserRow = { kind: "browser", id: BROWSER_ID, label: "Browser engine" };

/** `drey.json` is there and says something that Drey does not understand. */
export class BackendConfigError extends Error {
  override readonly name = "BackendConfigError";
}

/** The backends where there is no `drey.json`: the playground needs nothing else. */
export const WITHOUT_CONFIG: readonly BackendRow[] = [BROWSER_ROW];

/**
 * Parses the text of `drey.json`, which came from `configUrl`. The cluster in this page is always among the rows, as the last one
 * if the file does not name it. Throws {@link BackendConfigError}.
 */
export function parseBackendConfig(text: string, configUrl: URL): readonly BackendRow[] {
  const config = backendConfigSchema.safeParse(parseJson(text));
  if (!config.success) {
    throw new BackendConfigError(
      'drey.json beside index.html must be {"backends": [{"kind": "browser"}]} or {"backends": [{"kind": "http", "url": "./"}]}.',
    );
  }
  const rows = config.data.backends.map((backend): BackendRow => {
    if (backend.kind === "browser") return { ...BROWSER_ROW, label: backend.label ?? BROWSER_ROW.label };
    const baseUrl = absoluteUrl(backend.url, configUrl);
    return {
      kind: "http",
      id: backend.id ?? backend.label ?? backend.url,
      label: backend.label ?? backend.id ?? new URL(baseUrl).host,
      baseUrl,
      hasPlayground: backend.playground ?? false,
      isReadOnly: backend.readOnly ?? false,
      isDirect: new URL(baseUrl).origin !== configUrl.origin,
    };
  });
  const twice = rows.find(({ id }, index) => rows.findIndex((row) => row.id === id) !== index);
  if (twice !== undefined) throw new BackendConfigError(`drey.json beside index.html has two backends with the id "${twice.id}".`);
  return rows.some(({ kind }) => kind === "browser") ? rows : [...rows, BROWSER_ROW];
}

function absoluteUrl(url: string, configUrl: URL): string {
  const absolute = URL.parse(url, configUrl.href);
  if (absolute === null || !/^https?:$/.test(absolute.protocol))
    throw new BackendConfigError(`drey.json beside index.html has the url "${url}", which is not an http or https address.`);
  return absolute.href.replace(/\/*$/, "/");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON has no backends either: one error for both.
    return undefined;
  }
}
