// Compressed copies of the built files, made once with the build, so that the server can send the
// smallest size that Brotli can reach without spending seconds on it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Plugin } from "vite";

/** How the name of a compressed copy ends. */
export const COMPRESSED = ".br";

/** Files whose names contain a hash of their content: they do not change after the build. */
const HASHED_TEXT = /^assets\/.*\.(js|css)$/;

const compress = promisify(brotliCompress);

/** Writes a compressed copy beside each script and style sheet of the build. */
export function precompressed(): Plugin {
  return {
    name: "drey-precompressed",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
      await Promise.all(
        Object.values(bundle)
          .filter(({ fileName }) => HASHED_TEXT.test(fileName))
          .map(async (file) => {
            const content = Buffer.from(file.type === "chunk" ? file.code : file.source);
            await writeFile(join(dir, file.fileName + COMPRESSED), await compress(content, { params }));
          }),
      );
    },
  };
}
