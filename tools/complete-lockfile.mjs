// After "npm install": adds to package-lock.json the optional packages for other machines that npm has left out.
//
// npm leaves one out where the registry at hand does not have that version, and then "npm ci" refuses the whole file
// ("Missing: name@ from lock file"), also on machines that would never install it. What is added has no integrity,
// since nothing was fetched; a machine that does need it fetches that exact version.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expectNoArguments, main, UserError } from "./command.mjs";
import { root } from "./node24.mjs";

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const libraries = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

/** Which machine a platform package is for, read off its name: "@oxlint/binding-linux-x64-musl". Throws UserError if the name does not tell. */
export function machineOf(name) {
  const words = name.split(/[/-]/);
  const cpu = processors.find((word) => words.includes(word));
  const os = systems.find((word) => words.includes(word));
  const libc = Object.entries(libraries).find(([word]) => words.includes(word))?.[1];
  if (cpu === undefined || (os === undefined && cpu !== "wasm32")) throw new UserError(`The name ${name} does not tell its machine.`);
  return { cpu: [cpu], ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

/** The optional dependencies in a lock that have no entry of their own: name and wanted version, by path. */
export function missingOptionals(packages) {
  const missing = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const nested = `${path}/node_modules/${name}`;
      const top = `node_modules/${name}`;
      if (packages[nested] === undefined && packages[top] === undefined) missing.set(top, { name, version, dev: entry.dev === true });
    }
  }
  return missing;
}

function complete(file) {
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptionals(lock.packages);
  for (const [path, { name, version, dev }] of missing) {
    lock.packages[path] = { version, ...machineOf(name), ...(dev && { dev }), optional: true };
  }
  const sorted = Object.entries(lock.packages).toSorted(([one], [other]) => one.localeCompare(other, "en"));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  return missing.size;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main((args) => {
    expectNoArguments(args, "tools/complete-lockfile.mjs");
    console.log(`Added ${complete(join(root, "package-lock.json"))} packages for other machines.`);
    return 0;
  });
}
