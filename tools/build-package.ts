// The content of the package that npm pack makes, in dist-package/: the app, and the server with
// everything it needs in one file. npm runs this before it packs.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expectNoArguments, main, UserError } from "./command.mjs";
import { root, run } from "./node24.mjs";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

const output = join(root, "dist-package");

await main(async (args) => {
  expectNoArguments(args, "npm pack");
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output);
  await addApp(join(output, "app"));
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: "warn",
    plugins: [thirdPartyLicenses().forApp],
    resolve: { alias: [{ find: /^undici$/, replacement: fileURLToPath(new URL("./package-undici.mjs", import.meta.url)) }] },
    ssr: { noExternal: true },
    build: {
      ssr: "server/packaged.ts",
      outDir: output,
      emptyOutDir: false,
      target: "node20",
      minify: true,
      rolldownOptions: {
        checks: { bundlerTimings: false },
        output: { entryFileNames: "drey.mjs", banner: "#!/usr/bin/env node" },
      },
    },
  });
  return 0;
});

/** Copies the app that DREY_BUILD names, as the browser tests do, or builds it. Throws UserError. */
async function addApp(directory: string): Promise<void> {
  const built = process.env.DREY_BUILD;
  if (built === undefined || built === "") {
    const code = await run("vite", ["build", "--logLevel", "warn", "--emptyOutDir", "--outDir", directory]);
    if (code !== 0) throw new UserError("The app could not be built.", code);
  } else {
    cpSync(built, directory, { recursive: true });
  }
  // Only for the size check.
  rmSync(join(directory, ".vite"), { recursive: true, force: true });
}
