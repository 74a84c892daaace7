// A recording as the text of a fixture: shortened, and without any name of the machine it was made
// on.
import { hostname } from "node:os";
import type { RecordedCall, Recording } from "../../mocks/recordings.ts";

/** The directory of a live cluster's files: checkpoints, logs, configuration. */
const RUN_DIRECTORY = /\/(?:[^/",:]+\/)*runs\/run-\w+/g;
/** The directory of a JAR in a class path. The path of a call continues after a JAR's name. */
const JAR_DIRECTORY = /(?<=[":=])\/(?:[^/",:]+\/)+(?=[^/",:]+\.jar(?!\/))/g;

/** The name of this machine as a separate word, because a short one is part of many words. */
const MACHINE = new RegExp(`(?<![\\w.-])${hostname().replaceAll(/[^\w-]/g, "\\$&")}(?![\\w-])`, "g");

const STACK_LINES = 3;
const LIST_ENTRIES = 3;
/** Lists of which a few entries are enough. */
const LONG_LISTS = new Set(["classpath", "options"]);

/** The file's text, one block per call. */
export function asText({ calls, ...head }: Recording): string {
  const blocks = calls.map((call) => `  ${hidden(JSON.stringify(cut(call)))}`);
  const fields = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{${fields.join(", ")}, "calls": [\n${blocks.join(",\n")}\n]}\n`;
}

/**
 * Replaces directories of this machine by those of the playground's containers, and removes its
 * name.
 */
function hidden(text: string): string {
  return text
    .replaceAll(RUN_DIRECTORY, "/opt/flink")
    .replaceAll("/opt/flink/data/", "/tmp/")
    .replaceAll(JAR_DIRECTORY, "/opt/flink/lib/")
    .replaceAll(MACHINE, "localhost");
}

function cut(call: RecordedCall): RecordedCall {
  return { ...call, reply: cutValue(call.reply, "") };
}

function cutValue(value: unknown, key: string): unknown {
  if (typeof value === "string") return cutText(value);
  if (Array.isArray(value)) {
    const kept: readonly unknown[] = LONG_LISTS.has(key) ? value.slice(0, LIST_ENTRIES) : value;
    return kept.map((item) => cutValue(item, ""));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cutValue(inner, name)]));
}

/** Keeps only the first lines of a stack trace. */
function cutText(text: string): string {
  if (!text.includes("\n\tat ")) return text;
  return text.split("\n").slice(0, STACK_LINES).join("\n");
}
