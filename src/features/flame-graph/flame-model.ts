// A flame graph as Flink samples it (VertexFlameGraphFactory): a tree of stack frames, each with the samples in it or below.
import type { FlameNode } from "../../rest/flame-graph.ts";

/** Whose code a frame is: the JVM's, Flink's, or somebody else's, which is mostly the job's own. */
export type FrameOwner = "java" | "flink" | "job";

/** A frame where it is drawn. `start` and `share` are parts of the width, 0 to 1. */
export type FlameFrame = {
  name: string;
  owner: FrameOwner;
  /** Names from the root down to it, itself included: it is found by them again in the next sample. */
  path: readonly string[];
  /** Row, 0 at the top. */
  depth: number;
  start: number;
  share: number;
  samples: number;
  /** Whether it called the one that has all the width. */
  isAbove: boolean;
  /** Of all samples of the vertex, 0 to 1, however far one has zoomed in. */
  ofAll: number;
};

/** Where the time goes that no frame below accounts for. */
export type HotMethod = { name: string; owner: FrameOwner; samples: number; ofAll: number };

/** Frames narrower than this part of the width are not drawn: nobody could see or press them. */
const LEAST_SHARE = 0.002;

/** The frames to draw below the one at `path`, which has all of the width, and those above it as wide. A path that is gone ends where it still leads. */
export function flameFrames(root: FlameNode, path: readonly string[]): FlameFrame[] {
  const frames: FlameFrame[] = [];
  const add = (node: FlameNode, nodePath: readonly string[], start: number, share: number): void => {
    frames.push({
      name: node.name,
      owner: ownerOf(node.name),
      path: nodePath,
      depth: nodePath.length - 1,
      start,
      share,
      samples: node.value,
      isAbove: false,
      ofAll: shareOf(node.value, root.value),
    });
  };
  let zoomed = root;
  let zoomedPath: readonly string[] = [root.name];
  add(zoomed, zoomedPath, 0, 1);
  for (const name of path.slice(1)) {
    const next = zoomed.children.find((child) => child.name === name);
    if (next === undefined) break;
    zoomed = next;
    zoomedPath = [...zoomedPath, name];
    add(zoomed, zoomedPath, 0, 1);
  }
  for (const frame of frames.slice(0, -1)) frame.isAbove = true;
  const addBelow = (node: FlameNode, nodePath: readonly string[], start: number): void => {
    let at = start;
    for (const child of byName(node.children)) {
      const share = shareOf(child.value, zoomed.value);
      const childPath = [...nodePath, child.name];
      if (share >= LEAST_SHARE) {
        add(child, childPath, at, share);
        addBelow(child, childPath, at);
      }
      at += share;
    }
  };
  addBelow(zoomed, zoomedPath, 0);
  return frames;
}

/** The methods that the samples were in themselves, most first. */
export function hotMethods(root: FlameNode, most: number): HotMethod[] {
  const own = new Map<string, number>();
  const visit = (node: FlameNode): void => {
    const below = node.children.reduce((sum, child) => sum + child.value, 0);
    // Lines of one method are one method.
    const name = methodOf(node.name);
    if (node !== root && node.value > below) own.set(name, (own.get(name) ?? 0) + node.value - below);
    node.children.forEach(visit);
  };
  visit(root);
  return [...own]
    .map(([name, samples]) => ({ name, owner: ownerOf(name), samples, ofAll: shareOf(samples, root.value) }))
    .toSorted((a, b) => b.samples - a.samples || a.name.localeCompare(b.name))
    .slice(0, most);
}

/** Which part of all samples is in frames whose name has the text in it, 0 to 1; no sample counts twice. */
export function shareWith(root: FlameNode, text: string): number {
  const wanted = text.trim().toLowerCase();
  const samplesIn = (node: FlameNode): number =>
    hasText(node.name, wanted) ? node.value : node.children.reduce((sum, child) => sum + samplesIn(child), 0);
  return wanted === "" ? 0 : shareOf(samplesIn(root), root.value);
}

/** Whether a frame is one of those that are looked for. `wanted` is trimmed and in small letters. */
export function hasText(name: string, wanted: string): boolean {
  return wanted !== "" && name.toLowerCase().includes(wanted);
}

/** `org.apache.flink.a.B.run:12` → `B.run`: what there is room for. */
export function shortFrameName(name: string): string {
  const method = methodOf(name);
  const parts = method.split(".");
  return parts.length < 3 ? method : parts.slice(-2).join(".");
}

/** Flink writes `package.Class.method:line`. */
function methodOf(name: string): string {
  return name.replace(/:-?\d+$/, "");
}

const JAVA = /^(java|javax|jdk|sun|com\.sun|jakarta)\./;
/** Programs of Flink's own playground are a job's code like any other. */
const FLINK = /^org\.apache\.flink\.(?!playgrounds\.)/;

function ownerOf(name: string): FrameOwner {
  if (JAVA.test(name)) return "java";
  return FLINK.test(name) || name === "root" ? "flink" : "job";
}

/** The same frame stands at the same place from sample to sample. */
function byName(nodes: readonly FlameNode[]): FlameNode[] {
  return nodes.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
