import type { ResourceRequirements } from "../rest/resource-requirements.ts";

/** Whether two declarations are equal. */
export function areSameRequirements(a: ResourceRequirements, b: ResourceRequirements): boolean {
  const ids = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...ids].every(
    (id) =>
      a[id]?.parallelism.lowerBound === b[id]?.parallelism.lowerBound && a[id]?.parallelism.upperBound === b[id]?.parallelism.upperBound,
  );
}
