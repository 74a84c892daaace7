import * as z from "zod/mini";

/**
 * Parses a reply as `schema.safeParse` does, and yields after each element of an array that is the
 * reply or one of its fields: the subtasks of a vertex, the jobs of a cluster. Zod takes some 50 µs
 * for each of them, and a task of the page may take 50 ms.
 */
export function* parseSteps(schema: z.ZodMiniType, reply: unknown): Generator<void, z.core.util.SafeParseResult<unknown>> {
  if (isArrayOf(schema) && Array.isArray(reply)) return yield* elementSteps(schema.def.element, reply, []);
  if (!(schema instanceof z.ZodMiniObject) || typeof reply !== "object" || reply === null || Array.isArray(reply))
    return schema.safeParse(reply);
  const elements: Record<string, unknown> = {};
  const fields: Record<string, unknown> = { ...reply };
  for (const [name, field] of Object.entries<z.core.$ZodType>(schema.def.shape)) {
    const value = fields[name];
    if (!isArrayOf(field) || !Array.isArray(value)) continue;
    const parsed = yield* elementSteps(field.def.element, value, [name]);
    if (!parsed.success) return parsed;
    elements[name] = parsed.data;
    fields[name] = [];
  }
  const parsed = schema.safeParse(fields);
  return parsed.success ? { success: true, data: Object.assign(parsed.data as object, elements) } : parsed;
}

function isArrayOf(schema: z.core.$ZodType): schema is z.ZodMiniArray<z.ZodMiniType> {
  return schema instanceof z.ZodMiniArray;
}

function* elementSteps(
  element: z.ZodMiniType,
  values: readonly unknown[],
  path: readonly string[],
): Generator<void, z.core.util.SafeParseResult<unknown>> {
  const data: unknown[] = [];
  for (const [index, value] of values.entries()) {
    const parsed = element.safeParse(value);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [...path, index, ...issue.path] }));
      return { success: false, error: new z.core.$ZodError(issues) };
    }
    data.push(parsed.data);
    yield;
  }
  return { success: true, data };
}
