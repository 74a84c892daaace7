import type { Backend } from "../client/backend.ts";
import type { CallOptions } from "../client/flink-client.ts";

/**
 * `POST /jars/upload`, the only call whose body is a form with a file. Resolves with the JAR's id;
 * rejects as a client's call does.
 */
export async function uploadJar(
  { client }: Backend,
  file: File,
  options: Pick<CallOptions<"uploadJar">, "onSent" | "signal"> = {},
): Promise<string> {
  const form = new FormData();
  // Flink uses this file name and ignores the field's name.
  form.append("jarfile", file, file.name);
  const { filename } = await client.call("uploadJar", {}, {}, { form, ...options });
  return filename.replace(/^.*\//, "");
}
