import { http, type HttpHandler } from "msw";
import type { HttpMethod, Route } from "../src/rest/route.ts";
import { ROUTES } from "../src/rest/routes.ts";

const ON_METHOD = {
  GET: http.get,
  POST: http.post,
  PUT: http.put,
  PATCH: http.patch,
  DELETE: http.delete,
} satisfies Record<HttpMethod, unknown>;

/**
 * MSW handlers for every row of the endpoint table, on any origin and with or without a path before it. They hand the request to
 * `answer`: a recorded cluster in tests, the engine's transport to see its REST API as HTTP in the browser's network panel.
 */
export function createHandlers(answer: (request: Request) => Promise<Response>): HttpHandler[] {
  return Object.values<Route>(ROUTES).map((route) => ON_METHOD[route.method](`*${route.path}`, ({ request }) => answer(request)));
}
