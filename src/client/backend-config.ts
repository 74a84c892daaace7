import * as z from "zod/mini";

const browserBackendSchema = z.object({ kind: z.literal("browser"), label: z.optional(z.string()) });

const httpBackendSchema = z.object({
  kind: z.literal("http"),
  /** Its id in the page's address: the label, or the url without a label. */
  id: z.optional(z.string()),
  /** The base of its REST API, relative to the file. */
  url: z.string(),
  label: z.optional(z.string()),
  /**
   * Whether it answers the playground API. Configured instead of probed, because a failed probe
   * would be an error in the console.
   */
  playground: z.optional(z.boolean()),
  /** Whether the proxy in front of it rejects calls that change it. */
  readOnly: z.optional(z.boolean()),
});

/** `drey.json` beside index.html: the available backends. The first one is the default. */
const backendConfigSchema = z.object({
  backends: z.array(z.discriminatedUnion("kind", [browserBackendSchema, httpBackendSchema])).check(z.minLength(1)),
});

/** The playground. */
export interface BrowserRow {
  readonly kind: "browser";
  readonly id: string;
  readonly label: string;
}

/** A cluster that is reached over HTTP. */
export interface HttpRow {
  readonly kind: "http";
  /** Its id in the page's address. */
  readonly id: string;
  /** Its name on the screen. */
  readonly label: string;
  /** The absolute base of its REST API, with a trailing slash. */
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

/** The playground's id in the page's address. */
const BROWSER_ID = "browser";

const BROWSER_ROW: BrowserRow = { kind: "browser", id: BROWSER_ID, label: "Browser engine" };

/** `drey.json` exists but is invalid. */
export class BackendConfigError extends Error {
  override readonly name = "BackendConfigError";
}

/** The backends without `drey.json`: only the playground. */
export const WITHOUT_CONFIG: readonly BackendRow[] = [BROWSER_ROW];

/**
 * Parses the text of `drey.json`, loaded from `configUrl`. The playground is always a row, the last
 * one if the file does not name it. Throws {@link BackendConfigError}.
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
    // Invalid JSON is treated like missing backends: one error for both.
    return undefined;
  }
}
