// Downloads artifacts from Maven Central, once. Each download fills a directory that is kept.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { StartError } from "./start-error.ts";

const run = promisify(execFile);

/** What to download, and to which directory. */
export interface MavenFetch {
  /** Its name, as part of a sentence. */
  readonly what: string;
  /** Absolute. An existing directory is complete and is not downloaded again. */
  readonly directory: string;
  /** Goal and options that make Maven fill `outputDirectory`. */
  readonly goal: (outputDirectory: string) => readonly string[];
  /** The wanted folder below the output, if not all of it. */
  readonly part?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Rejects with {@link StartError} if Maven is missing, fails, takes too long or is aborted. */
export async function fetchByMaven({ what, directory, goal, part = ".", timeoutMs, signal }: MavenFetch): Promise<void> {
  if (existsSync(directory)) return;
  await mkdir(dirname(directory), { recursive: true });
  // Downloads beside the target and renames, so that an existing directory is complete even if two
  // downloads run at the same time.
  const half = await mkdtemp(`${directory}.half-`);
  const output = join(half, "output");
  try {
    await run("mvn", ["-q", "-B", ...goal(output)], {
      // The unpacking plugin writes markers to a folder of the working directory.
      cwd: half,
      timeout: timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    await rename(join(output, part), directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } catch (error) {
    throw new StartError(`Maven could not fetch ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/**
 * Copies the dependencies of that pom with their own dependencies; `properties` fill its
 * placeholders.
 */
export function copyDependencies(
  pom: string,
  outputDirectory: string,
  properties: Readonly<Record<string, string>> = {},
): readonly string[] {
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
  const blanks = Object.entries(properties).map(([key, value]) => `-D${key}=${value}`);
  return ["-f", pom, goal, "-DincludeScope=runtime", `-DoutputDirectory=${outputDirectory}`, ...blanks];
}
