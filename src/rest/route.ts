// What a row of the table of paths is, and how the files of the resources write theirs.

/** Which contract a call belongs to: 1 is Flink's REST API, 2 the playground API. */
export type Contract = 1 | 2;

export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Whether a query parameter must be there. All of them travel as text. */
export type QueryRule = "required" | "optional";

/** The names after the colons of a path template: "jobid" | "vertexid" for "/jobs/:jobid/vertices/:vertexid". */
export type PathParamName<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | PathParamName<Tail>
    : Rest
  : never;

/** One call: where it goes, not what it says. */
export interface Route {
  readonly contract: Contract;
  readonly method: HttpMethod;
  /** Flink's own template, `:name` for a parameter, no version prefix. */
  readonly path: `/${string}`;
  readonly query: QueryRules;
  /** What the body of a good reply is: Flink's log files are plain text. */
  readonly reply: "json" | "text";
  /** Whether Flink's stability snapshot has it, or (contract 2) docs/playground-api.md. */
  readonly documented: boolean;
}

type QueryRules = Readonly<Record<string, QueryRule>>;

/** No query parameters. */
export const none = {} as const;

/** A call of contract 1. */
export function flink<const Method extends HttpMethod, const Path extends `/${string}`, const Query extends QueryRules>(
  method: Method,
  path: Path,
  query: Query,
) {
  return { contract: 1, method, path, query, reply: "json", documented: true } as const;
}

/** Files: Flink's stability snapshot leaves them out, its WebUI reads them. */
export function flinkText<const Method extends HttpMethod, const Path extends `/${string}`>(method: Method, path: Path) {
  return { contract: 1, method, path, query: none, reply: "text", documented: false } as const;
}

/** A call of contract 2. */
export function playground<const Method extends HttpMethod, const Path extends `/${string}`, const Query extends QueryRules>(
  method: Method,
  path: Path,
  query: Query,
) {
  return { contract: 2, method, path, query, reply: "json", documented: true } as const;
}
