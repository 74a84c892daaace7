// The package that npm pack makes, installed without network into an empty folder.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test as base } from "@playwright/test";
import { root } from "../tools/node24.mjs";
import { type FakeCluster, serveRecorded } from "./support/fake-clusters.ts";
import { watchForProblems } from "./support/problem-guard.ts";

const MAX_PACKED_BYTES = 5_000_000;
/** The user's own Node, which may be older than the one that runs the tests. */
const node = process.env.npm_node_execpath ?? process.execPath;

/** Where the image has the package. */
const IMAGE_HOME = "/opt/drey/package";

interface Package {
  readonly packedBytes: number;
  /** The directory of the installed package. */
  readonly home: string;
  /** The path of the command's script. */
  readonly command: string;
  /** Names of what the installation put into node_modules. */
  readonly installed: readonly string[];
  /** Runs the command to its end. */
  readonly run: (
    args: string[],
    env?: Record<string, string>,
  ) => { readonly code: number | null; readonly out: string; readonly err: string };
  /** Starts the server on a free port and resolves with its address once it listens. */
  readonly start: (args: string[], env?: Record<string, string>) => Promise<string>;
}

const test = base.extend<{ cluster: FakeCluster; installed: Package }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
  cluster: async ({}, provide) => {
    const cluster = await serveRecorded("05-recovered", acceptUpload);
    await provide(cluster);
    await cluster.close();
  },
  // oxlint-disable-next-line no-empty-pattern -- As above.
  installed: async ({}, provide) => {
    const folder = mkdtempSync(join(tmpdir(), "drey-package-"));
    const servers: ChildProcess[] = [];
    try {
      npm(["pack", "--pack-destination", folder], root);
      const [tarball = ""] = readdirSync(folder);
      const home = join(folder, "home");
      mkdirSync(home);
      npm(["install", "--offline", "--no-audit", "--no-fund", join(folder, tarball)], home);
      const modules = join(home, "node_modules");
      const own = join(modules, "drey");
      const { bin } = JSON.parse(readFileSync(join(own, "package.json"), "utf8")) as { bin: { drey: string } };
      const command = join(own, bin.drey);
      await provide({
        home: own,
        command,
        packedBytes: statSync(join(folder, tarball)).size,
        installed: readdirSync(modules).filter((name) => !name.startsWith(".")),
        run: (args, env = {}) => {
          const { status, stdout, stderr } = spawnSync(node, [command, ...args], {
            cwd: home,
            env: { ...process.env, ...env },
            encoding: "utf8",
          });
          return { code: status, out: stdout, err: stderr };
        },
        start: async (args, env = {}) => {
          const server = spawn(node, [command, ...args], {
            cwd: home,
            env: { ...process.env, ...env },
            stdio: ["ignore", "pipe", "inherit"],
          });
          servers.push(server);
          let printed = "";
          for await (const piece of server.stdout) {
            printed += String(piece);
            const address = /Drey is at (\S+)/.exec(printed)?.[1];
            if (address !== undefined) return address;
          }
          throw new Error(`The server ended: ${printed}`);
        },
      });
    } finally {
      for (const server of servers) {
        const ended = once(server, "exit");
        if (server.kill()) await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

/** Answers an upload with its content, which a Flink does not, so that the test sees what arrived. */
function acceptUpload(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.url !== "/jars/upload") return false;
  response.writeHead(200, { "content-type": "application/json" });
  void text(request).then((form) => response.end(JSON.stringify({ form })));
  return true;
}

/** The words of an instruction that has them as JSON. */
function dockerCommand(instruction: string): readonly string[] {
  const line = new RegExp(`^${instruction} (\\[.*\\])$`, "m").exec(readFileSync(join(root, "Dockerfile"), "utf8"));
  return JSON.parse(line?.[1] ?? "[]") as string[];
}

function npm(args: string[], cwd: string): void {
  const cli = process.env.npm_execpath;
  const { status, stderr } =
    cli === undefined
      ? spawnSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" })
      : spawnSync(node, [cli, ...args], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed: ${stderr}`);
}

test("the package installs without network and serves the app and a cluster", async ({ page, cluster, installed }) => {
  await test.step("it is small and depends on nothing", () => {
    expect(installed.packedBytes).toBeLessThanOrEqual(MAX_PACKED_BYTES);
    expect(installed.installed).toEqual(["drey"]);
  });

  await test.step("it explains itself and wrong options", () => {
    expect(installed.run(["--version"])).toEqual({ code: 0, out: "0.1.0\n", err: "" });
    expect(installed.run(["--help"])).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: drey \[options\]/) as unknown });
    expect(installed.run(["--clusters", "x"])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/^Unknown option '--clusters'/) as unknown,
    });
    expect(installed.run([], { DREY_PORT: "x" })).toEqual({
      code: 2,
      out: "",
      err: 'DREY_PORT takes a number from 0 to 65535, not "x".\n',
    });
  });

  const url = await installed.start(["--port", "0"], { DREY_CLUSTER: `prod=${cluster.url.href}`, DREY_READ_ONLY: "true" });

  await test.step("its health check asks no cluster", async () => {
    const reply = await fetch(`${url}/healthz`);
    expect([reply.status, await reply.json(), cluster.asked]).toEqual([200, { status: "ok" }, []]);
  });

  await test.step("it passes calls on, and refuses changes with --read-only", async () => {
    expect(await (await fetch(`${url}/clusters/prod/jobs/overview`)).json()).toMatchObject({ jobs: [{ name: "Click Event Count" }] });
    expect((await fetch(`${url}/clusters/prod/jobs/a1?mode=cancel`, { method: "PATCH" })).status).toBe(403);
  });

  await test.step("it passes an upload on", async () => {
    const writable = await installed.start(["--port", "0", "--cluster", `prod=${cluster.url.href}`]);
    const form = new FormData();
    form.append("jarfile", new File(["content of the JAR"], "job.jar"));
    const reply = await fetch(`${writable}/clusters/prod/jars/upload`, { method: "POST", body: form });
    expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining("content of the JAR")]);
  });

  await test.step("its page shows the cluster", async () => {
    const problems = await watchForProblems(page, url);
    await page.goto(url);
    await expect(page.getByRole("link", { name: "Click Event Count" }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Cluster: prod" })).toBeVisible();
    expect(problems.found).toEqual([]);
  });

  await test.step("the commands of the Dockerfile start it, and check its health", () => {
    const [, entry = ""] = dockerCommand("ENTRYPOINT");
    expect(entry.replace(IMAGE_HOME, installed.home)).toBe(installed.command);
    const [, ...check] = dockerCommand("HEALTHCHECK .* CMD");
    const health = (port: string) => spawnSync(node, check, { env: { ...process.env, DREY_PORT: port } }).status;
    expect([health(new URL(url).port), health("1")]).toEqual([0, 1]);
  });

  await test.step("it has the licenses of what the app and the server contain", async () => {
    expect(await (await fetch(`${url}/third-party-licenses.txt`)).text()).toContain("\nreact ");
    const ofServer = readFileSync(join(installed.home, "dist-package", "third-party-licenses.txt"), "utf8");
    for (const name of ["fastify", "undici", "helmet"]) expect(ofServer).toContain(`\n${name} `);
  });
});
