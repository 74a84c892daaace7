// Which subtask a key belongs to, bit for bit as Flink decides it: key → hash → key group → subtask. Keyed state is stored by key group, so
// that it can be dealt out again at another parallelism. Flink: KeyGroupRangeAssignment, KeyGroupRange, MathUtils.

import { assert } from "../base/assert.ts";

/** Key groups `start` to `end`, both included. */
export interface KeyGroupRange {
  readonly start: number;
  readonly end: number;
}

/** Upper bound of the number of key groups. */
export const MAX_PARALLELISM = 32768;

const MIN_DEFAULT_MAX_PARALLELISM = 128;

/** Java's `String.hashCode`: 32-bit signed over UTF-16 units. */
export function stringHashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

/** Flink's murmur hash of one int; never negative. */
export function murmurHash(code: number): number {
  let hash = Math.imul(code, 0xcc9e2d51);
  hash = rotateLeft(hash, 15);
  hash = Math.imul(hash, 0x1b873593);
  hash = rotateLeft(hash, 13);
  hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  hash ^= 4;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  if (hash >= 0) return hash;
  return hash === -(2 ** 31) ? 0 : -hash;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Key group of `key` among `maxParallelism`. */
export function keyGroupOf(key: string, maxParallelism: number): number {
  return murmurHash(stringHashCode(key)) % maxParallelism;
}

/** Index of the subtask that owns `keyGroup`. */
export function subtaskOfKeyGroup(keyGroup: number, maxParallelism: number, parallelism: number): number {
  return Math.floor((keyGroup * parallelism) / maxParallelism);
}

/** The key groups of subtask `subtaskIndex`. Needs 1 ≤ parallelism ≤ maxParallelism. */
export function keyGroupRangeOf(subtaskIndex: number, maxParallelism: number, parallelism: number): KeyGroupRange {
  assert(
    1 <= parallelism && parallelism <= maxParallelism && maxParallelism <= MAX_PARALLELISM,
    `parallelism ${parallelism} needs a max parallelism between itself and ${MAX_PARALLELISM}, not ${maxParallelism}`,
  );
  return {
    start: Math.floor((subtaskIndex * maxParallelism + parallelism - 1) / parallelism),
    end: Math.floor(((subtaskIndex + 1) * maxParallelism - 1) / parallelism),
  };
}

/** Number of key groups of an operator that sets none. */
export function defaultMaxParallelism(parallelism: number): number {
  const roomy = parallelism + Math.floor(parallelism / 2);
  return Math.min(Math.max(nextPowerOfTwo(roomy), MIN_DEFAULT_MAX_PARALLELISM), MAX_PARALLELISM);
}

function nextPowerOfTwo(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}
