// POST /jars/upload through the proxy. The form is parsed and a new one is sent, so that Flink gets
// a single file with a checked name, whatever headers the client sent.
import { Readable } from "node:stream";
import type { MultipartFile } from "@fastify/multipart";
import { jarNameProblem } from "../src/rest/path-parameter.ts";
import { tooLarge } from "./app-server.ts";
import { RequestBodyError } from "./upstream.ts";

/** A form with one file, as it is sent to Flink. */
export interface UploadForm {
  readonly contentType: string;
  /**
   * Throws {@link RequestBodyError} if the file ends early or is too large. Flink then gets no
   * complete form and keeps nothing.
   */
  readonly body: Readable;
}

/** Why a form's file is rejected, as a sentence; undefined if it is accepted. */
export function fileNameRefusal(name: string | undefined): string | undefined {
  if (name === undefined || name === "") return "Bad request: the form has no named file.";
  const problem = jarNameProblem(name);
  return problem === undefined ? undefined : `Bad request: ${problem}`;
}

/** What a client may send. */
export interface UploadLimits {
  readonly maxBytes: number;
  /** The longest time in which the client sends nothing, ms. */
  readonly idleMs: number;
}

/** The form with that file, as a stream. `boundary` must not occur in the file. */
export function uploadForm({ file, filename }: MultipartFile, boundary: string, { maxBytes, idleMs }: UploadLimits): UploadForm {
  async function* parts() {
    yield Buffer.from(
      `--${boundary}\r\n` +
        `Content-Disposition: form-data; name="jarfile"; filename="${filename}"\r\n` +
        "Content-Type: application/java-archive\r\n\r\n",
    );
    let bytes = 0;
    for await (const chunk of chunksOf(file, idleMs)) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new RequestBodyError(413, tooLarge(maxBytes));
      yield chunk;
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Readable.from(parts()) };
}

/** The pieces of a file. Only the wait for the client counts, not the time in which the cluster takes a piece. */
async function* chunksOf(file: Readable, idleMs: number): AsyncIterable<Uint8Array> {
  const silence = new RequestBodyError(408, `Request timeout: nothing of the file arrived for ${String(idleMs / 1000)} s.`);
  const wait = (): NodeJS.Timeout => setTimeout(() => file.destroy(silence), idleMs);
  let waiting = wait();
  try {
    for await (const chunk of file) {
      clearTimeout(waiting);
      yield chunk as Uint8Array;
      waiting = wait();
    }
  } catch (error) {
    throw error === silence ? error : new RequestBodyError(400, "Bad request: the form ends before the end of the file.", { cause: error });
  } finally {
    clearTimeout(waiting);
  }
}
