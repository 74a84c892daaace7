// A flame graph as Flink samples it (VertexFlameGraphFactory): a tree of stack frames, each with
// the number of samples in or below it.
import type { FlameNode } from "../../rest/flame-graph.ts";

/** Whose code a frame is: the JVM's, Flink's, or other code, which is mostly the job's. */
export type FrameOwner = "java" | "flink" | "job";

/** A frame and its place. `start` and `share` are fractions of the width. */
export type FlameFrame = {
  name: string;
  owner: FrameOwner;
  /** Names from the root to this frame. They identify it in the next sample. */
  path: readonly string[];
  /** Row, 0 at the top. */
  depth: number;
  start: number;
  share: number;
  samples: number;
  /** Whether it is a caller of the frame that has the full width. */
  isAbove: boolean;
  /** Share of all samples of the vertex, 0…1, independent of the zoom. */
  ofAll: number;
};

/** Samples that no frame below accounts for. */
export type HotMethod = { name: string; owner: FrameOwner; samples: number; ofAll: number };

/**
 * Frames narrower than this share of the width are not drawn, because they are too small to see or
 * press.
 */
const LEAST_SHARE = 0.002;

/**
 * The frames below the one at `path`, which gets the full width, and its callers at the same width.
 * If the path no longer exists, its longest existing part is used.
 */
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

/** The methods with the most samples at the top of the stack. */
export function hotMethods(root: FlameNode, most: number): HotMethod[] {
  const own = new Map<string, number>();
  const visit = (node: FlameNode): void => {
    const below = node.children.reduce((sum, child) => sum + child.value, 0);
    // Lines of the same method are merged.
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

/**
 * The share of all samples in frames whose name contains the text, 0…1. Each sample counts once.
 */
export function shareWith(root: FlameNode, text: string): number {
  const wanted = text.trim().toLowerCase();
  const samplesIn = (node: FlameNode): number =>
    hasText(node.name, wanted) ? node.value : node.children.reduce((sum, child) => sum + samplesIn(child), 0);
  return wanted === "" ? 0 : shareOf(samplesIn(root), root.value);
}

/** Whether the search matches a frame. `wanted` is trimmed and in lower case. */
export function hasText(name: string, wanted: string): boolean {
  return wanted !== "" && name.toLowerCase().includes(wanted);
}

/** `org.apache.flink.a.B.run:12` → `B.run`, the short form that fits. */
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
/** Programs of Flink's playground count as the job's code. */
const FLINK = /^org\.apache\.flink\.(?!playgrounds\.)/;

function ownerOf(name: string): FrameOwner {
  if (JAVA.test(name)) return "java";
  return FLINK.test(name) || name === "root" ? "flink" : "job";
}

/** Orders frames by name, so that a frame stays in place from sample to sample. */
function byName(nodes: readonly FlameNode[]): FlameNode[] {
  return nodes.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
