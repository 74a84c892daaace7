// npm run build:jar: the app as a JAR for Flink's lib/, in dist-jar/.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readApp } from "./app-files.ts";
import { expectNoArguments, main, UserError } from "./command.mjs";
import { type AppFile, dropInFiles, packJar } from "./drop-in-jar.ts";
import { root, run } from "./node24.mjs";

await main(async (args) => {
  expectNoArguments(args, "npm run build:jar");
  const build = mkdtempSync(join(tmpdir(), "drey-jar-"));
  try {
    console.log("Building the app …");
    const code = await run("vite", ["build", "--logLevel", "warn", "--emptyOutDir", "--outDir", build]);
    if (code !== 0) throw new UserError("The app could not be built.", code);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    const files = dropInFiles(readApp(build));
    const jar = packJar(files, version);
    const directory = join(root, "dist-jar");
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory);
    const path = join(directory, `drey-${version}.jar`);
    writeFileSync(path, jar);
    console.log(
      `${path}: ${kilobytes(jar.length)}. The JobManager serves its ${String(files.length)} files uncompressed: ${kilobytes(bytesOf(files))}.`,
    );
    console.log("Copy it into Flink's lib/ and start the JobManager. It then serves Drey on its REST port instead of Flink's WebUI.");
    return 0;
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
});

function bytesOf(files: readonly AppFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
