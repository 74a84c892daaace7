import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { AppFile } from "./drop-in-jar.ts";

/** All files of a built app. Throws if there is no such directory. */
export function readApp(directory: string): AppFile[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: file.slice(directory.length + 1).replaceAll(sep, "/"), bytes: readFileSync(file) };
    });
}
