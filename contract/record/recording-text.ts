// A recording as the text of a fixture: cut to what can be read, with nothing in it of the machine it was made on.
import { hostname } from "node:os";
import type { RecordedCall, Recording } from "../../mocks/recordings.ts";

/** Where a live cluster keeps what it writes: checkpoints, logs, configuration. */
const RUN_DIRECTORY = /\/(?:[^/",:]+\/)*runs\/run-\w+/g;
/** The directory of a JAR in a class path; the path of a call goes on after a JAR's name. */
const JAR_DIRECTORY = /(?<=[":=])\/(?:[^/",:]+\/)+(?=[^/",:]+\.jar(?!\/))/g;

/** The name of this machine where it stands by itself: a short one is a part of many words. */
const MACHINE = new RegExp(`(?<![\\w.-])${hostname().replaceAll(/[^\w-]/g, "\\$&")}(?![\\w-])`, "g");

const STACK_LINES = 3;
const LIST_ENTRIES = 3;
/** Lists of which a few entries say it all. */
const LONG_LISTS = new Set(["classpath", "options"]);

/** The file's text, a call a block. */
export function asText({ calls, ...head }: Recording): string {
  const blocks = calls.map((call) => `  ${hidden(JSON.stringify(cut(call)))}`);
  const fields = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{${fields.join(", ")}, "calls": [\n${blocks.join(",\n")}\n]}\n`;
}

/** Directories of this machine as those of the playground's containers, and no name of it. */
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

/** A stack trace keeps its first lines. */
function cutText(text: string): string {
  if (!text.includes("\n\tat ")) return text;
  return text.split("\n").slice(0, STACK_LINES).join("\n");
}
