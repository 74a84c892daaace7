// The limit of scaling in contract 2. Apart from the schemas, so that the supervisor's worker does not load their library.

/** Highest number of TaskManagers that `PUT /playground/services/taskmanager/scale` takes. */
export const MAX_REPLICAS = 16;
