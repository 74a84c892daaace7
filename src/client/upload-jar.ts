import { errorReplySchema } from "../rest/errors.ts";
import { jarUploadSchema } from "../rest/jars.ts";
import { HttpStatusError } from "./http-status-error.ts";
import type { Backend } from "./use-client.tsx";

/** `POST /jars/upload`, the one call whose body is a form with a file. Resolves with the JAR's id; rejects as a client's call does. */
export async function uploadJar({ client }: Backend, file: File): Promise<string> {
  const form = new FormData();
  // Flink takes the file's name from here and does not look at the field's.
  form.append("jarfile", file, file.name);
  // Transports look only at what follows the origin.
  const response = await client.request(new Request("http://cluster.invalid/jars/upload", { method: "POST", body: form }));
  const text = await response.text();
  if (!response.ok) throw new HttpStatusError("uploadJar", response.status, errorsIn(text));
  return jarUploadSchema.parse(JSON.parse(text)).filename.replace(/^.*\//, "");
}

function errorsIn(text: string): readonly string[] {
  try {
    return errorReplySchema.parse(JSON.parse(text)).errors;
  } catch {
    // Not Flink's form: something in between has answered.
    return [text];
  }
}
