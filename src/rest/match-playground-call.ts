import { createMatcher } from "./create-matcher.ts";
import { PLAYGROUND_ROUTES } from "./playground.ts";

/** Which call of contract 2 a request is; see {@link createMatcher}. */
export const matchPlaygroundCall = createMatcher<keyof typeof PLAYGROUND_ROUTES>(PLAYGROUND_ROUTES);
