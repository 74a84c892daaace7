import { http, type HttpHandler } from "msw";
import type { HttpMethod, Route } from "../rest/route.ts";
import { ROUTES } from "../rest/routes.ts";
import type { Transport } from "./transport.ts";

const ON_METHOD = {
  GET: http.get,
  POST: http.post,
  PUT: http.put,
  PATCH: http.patch,
  DELETE: http.delete,
} satisfies Record<HttpMethod, unknown>;

/**
 * MSW handlers for every row of the endpoint table, which pass the request to `answer`. `base` is
 * the prefix of the paths, by default any origin with or without a path.
 */
export function createHandlers(answer: Transport, base = "*"): HttpHandler[] {
  return Object.values<Route>(ROUTES).map((route) => ON_METHOD[route.method](`${base}${route.path}`, ({ request }) => answer(request)));
}
