/** The kinds of faults that the engine injects, as `GET /playground` lists them. Apart from the schemas, which its workers do not load. */
export const FAULT_KINDS = ["throw"] as const;
