// Builds JARs from this repository's Java sources with the JDK's tools, once per content.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "./cache-directory.ts";
import { javaProgram } from "../tools/java.mjs";

const run = promisify(execFile);

/** The content of a JAR. */
export interface JarDescription {
  /** Its file name without `.jar`. */
  readonly name: string;
  /** Directory of the sources, packages as directories. */
  readonly sources: string;
  /** Directories of JARs on the compiler's class path. */
  readonly classPath: readonly string[];
  /** The entry class in the manifest, which Flink shows. */
  readonly mainClass?: string;
  /** Directory of JARs to include in `lib/`, where Flink looks for a program's own libraries. */
  readonly libraries?: string;
  /** The lowest Java version that can run it; 11 by default, the lowest that Flink supports. */
  readonly release?: number;
}

/**
 * Path of the JAR. Builds it unless the cache has one with the same sources, libraries and
 * manifest. Rejects with the compiler's output.
 */
export async function buildJar(description: JarDescription): Promise<string> {
  const { name, sources, classPath, mainClass, libraries, release = 11 } = description;
  const files = globSync("**/*.java", { cwd: sources }).toSorted();
  if (files.length === 0) throw new Error(`There are no Java sources in ${sources}.`);
  const directory = join(cacheDirectory(), "jars", hashOf(description, files));
  const jar = join(directory, `${name}.jar`);
  if (existsSync(jar)) return jar;

  await mkdir(join(cacheDirectory(), "jars"), { recursive: true });
  const half = await mkdtemp(`${directory}.half-`);
  const classes = join(half, "classes");
  const done = join(half, "done");
  try {
    await mkdir(done);
    const path = classPath.map((entry) => join(entry, "*")).join(":");
    const flags = ["-nowarn", "-encoding", "UTF-8", "--release", String(release)];
    await run(javaProgram("javac"), [...flags, "-cp", path, "-d", classes, ...files], { cwd: sources });
    if (libraries !== undefined) cpSync(libraries, join(classes, "lib"), { recursive: true });
    const manifest = mainClass === undefined ? [] : ["--main-class", mainClass];
    await run(javaProgram("jar"), ["--create", "--file", join(done, `${name}.jar`), ...manifest, "-C", classes, "."]);
    await rename(done, directory).catch((error: unknown) => {
      if (!existsSync(jar)) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return jar;
}

function hashOf(description: JarDescription, files: readonly string[]): string {
  const { sources, classPath, libraries, ...rest } = description;
  const hash = createHash("sha256").update(JSON.stringify(rest));
  // Published libraries never change under a version, so their names identify them.
  for (const directory of [...classPath, ...(libraries === undefined ? [] : [libraries])]) {
    hash.update(basename(directory)).update(readdirSync(directory).toSorted().join("\n"));
  }
  for (const file of files) hash.update(relative(sources, join(sources, file))).update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 16);
}
