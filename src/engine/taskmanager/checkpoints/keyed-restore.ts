// Which parts of a checkpoint's keyed state a subtask takes over. A part was written by a subtask that may have had another range of key groups;
// every part that touches the own range is needed, the operator takes from it what is its own. Flink: StateAssignmentOperation,
// KeyGroupsStateHandle.getIntersection.

import type { KeyGroupRange } from "../../../core/key-groups.ts";
import type { Storage } from "../../host.ts";
import type { RestoredState } from "../../protocol/state.ts";
import { readStates, type Completion } from "./state-handles.ts";

type KeyedPart = RestoredState["keyed"][number];

/** Reads the parts that hold key groups of `range`, encoded as snapshot.ts does. Fails if one cannot be read: state is restored whole or not at all. */
export function readKeyedState(
  storage: Storage,
  parts: readonly KeyedPart[],
  range: KeyGroupRange,
  completion: Completion<readonly Uint8Array[]>,
): void {
  const handles = parts.filter((part) => overlaps(part, range)).map((part) => part.handle);
  readStates(storage, handles, completion);
}

/** Both ends of both ranges are included. */
function overlaps(part: KeyedPart, range: KeyGroupRange): boolean {
  return part.keyGroupStart <= range.end && part.keyGroupEnd >= range.start;
}
