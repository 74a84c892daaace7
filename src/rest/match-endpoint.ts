import { createMatcher } from "./create-matcher.ts";
import { type EndpointId, ROUTES } from "./routes.ts";

/** Which call of either contract a request is; see {@link createMatcher}. */
export const matchEndpoint = createMatcher<EndpointId>(ROUTES);
