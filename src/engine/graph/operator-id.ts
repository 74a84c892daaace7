import { murmur3Hex } from "./murmur3.ts";

/** Id of the operator (and of the vertex that begins with it) from its uid: 32 hex digits. Flink: StreamGraphHasherV2. */
export function operatorIdOf(uid: string): string {
  return murmur3Hex(new TextEncoder().encode(uid));
}

/** The uid of a sink's committer, given the sink's. Flink: SinkTransformationTranslator. */
export function committerUidOf(sinkUid: string): string {
  return `Sink Committer: ${sinkUid}`;
}
