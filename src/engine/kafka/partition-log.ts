// One partition: an append-only sequence of segments, and the one dictionary that all its keys
// refer to. It knows nothing of budgets or readers.
//
// A large batch becomes a segment without a change (no record is touched if the producer's ids are
// those of the partition). Small batches are collected in an open segment. Reading copies, so the
// log keeps its records when the reader of a copy dies.

import { assert, ensureExists } from "../../base/assert.ts";
import { emptyEventBatch, type RecordBatch, releaseBatch } from "../../core/batch.ts";
import { type DictionaryRegistry, KeyDictionary } from "../../core/key-dictionary.ts";
import { appendToSegment, openSegment, readSegment, rowBytes, type Segment, sealedSegment, segmentEnd, translateKeys } from "./segment.ts";

/** What a partition's log is made with. */
export interface PartitionLogOptions {
  /** Unique in the cluster and in time; the dictionary's id is derived from it. */
  readonly id: string;
  /** Rows of an open segment; batches of a quarter of that or more become segments of their own. */
  readonly segmentRecords: number;
  /** Next number in the topic-wide order of segments. */
  readonly nextSequence: () => number;
}

interface Translation {
  readonly ids: number[];
  isIdentity: boolean;
}

/** Records of one partition, by offset. */
export class PartitionLog {
  readonly #options: PartitionLogOptions;
  readonly #dictionary: KeyDictionary;
  /** Ascending by offset, none empty. */
  readonly #segments: Segment[] = [];
  #endOffset = 0;
  #bytes = 0;
  #lastTimestampMs: number | undefined;
  /** By the producer's dictionary: the partition's id for each of its ids. */
  readonly #translations = new WeakMap<KeyDictionary, Translation>();

  constructor(options: PartitionLogOptions) {
    this.#options = options;
    this.#dictionary = new KeyDictionary(options.id);
  }

  /** Lowest offset stored; the end offset while nothing is. */
  get beginOffset(): number {
    return this.#segments[0]?.baseOffset ?? this.#endOffset;
  }

  /** Offset of the next record to be written. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Bytes of the stored rows. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The oldest segment, for the code that decides what to delete. */
  get oldest(): Segment | undefined {
    return this.#segments[0];
  }

  /** Key behind an id of a batch that was read from here. */
  keyOf(id: number): string {
    return this.#dictionary.keyOf(id);
  }

  /** Takes over `batch` and its buffers; `producer` holds what its sender has told of its dictionaries. Returns the first record's offset. */
  append(batch: RecordBatch, producer: DictionaryRegistry): number {
    assert(
      batch.timestamps.length === batch.length && batch.keys.length === batch.length,
      `a batch of ${batch.length} rows has columns of another length`,
    );
    const baseOffset = this.#endOffset;
    const own = this.#withOwnIds(batch, producer);
    if (own.length === 0) return baseOffset;
    this.#store(own);
    this.#lastTimestampMs = own.timestampBaseMs + (own.timestamps[own.length - 1] ?? 0);
    this.#endOffset += own.length;
    this.#bytes += own.length * rowBytes(own);
    return baseOffset;
  }

  /** Copies at most `maxRecords` records from `offset` in [begin, end] on, possibly fewer than there are; none at the end. */
  read(offset: number, maxRecords: number, knownEntries: number): RecordBatch {
    const dictionary = this.#dictionary.sliceFrom(knownEntries);
    if (offset >= this.#endOffset) return emptyEventBatch(dictionary);
    return readSegment(this.#segmentOf(offset), offset, maxRecords, dictionary);
  }

  /** Timestamp of the newest record ever written, epoch ms; undefined before the first. */
  get lastTimestampMs(): number | undefined {
    return this.#lastTimestampMs;
  }

  /** Drops the oldest segment. */
  dropOldest(): void {
    const segment = ensureExists(this.#segments.shift(), `oldest segment of ${this.#options.id}`);
    this.#bytes -= segment.columns.length * rowBytes(segment.columns);
    releaseBatch(segment.columns);
  }

  #store(batch: RecordBatch): void {
    const { segmentRecords, nextSequence } = this.#options;
    const last = this.#segments.at(-1);
    if (batch.length >= segmentRecords / 4) {
      this.#segments.push(sealedSegment(batch, this.#endOffset, nextSequence()));
      return;
    }
    if (last !== undefined && appendToSegment(last, batch)) return;
    const next = openSegment(batch, this.#dictionary.size, segmentRecords, this.#endOffset, nextSequence());
    assert(appendToSegment(next, batch), `a batch of ${batch.length} rows does not fit into a new segment`);
    this.#segments.push(next);
  }

  /**
   * The batch with this partition's key ids. A dictionary that begins as the partition's does has the same ids, and no record is touched;
   * that is so whenever one producer fills the topic.
   */
  #withOwnIds(batch: RecordBatch, producer: DictionaryRegistry): RecordBatch {
    const theirs = producer.accept(batch.dictionary);
    let translation = this.#translations.get(theirs);
    if (translation === undefined) {
      translation = { ids: [], isIdentity: true };
      this.#translations.set(theirs, translation);
    }
    for (let id = translation.ids.length; id < theirs.size; id++) {
      const own = this.#dictionary.idOf(theirs.keyOf(id));
      translation.ids.push(own);
      translation.isIdentity &&= own === id;
    }
    if (translation.isIdentity) return batch;
    return { ...batch, keys: translateKeys(batch.keys, translation.ids, this.#dictionary.size) };
  }

  #segmentOf(offset: number): Segment {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const segment = ensureExists(this.#segments[middle], "segment");
      if (segmentEnd(segment) <= offset) low = middle + 1;
      else high = middle;
    }
    const found = ensureExists(this.#segments[low], `segment of offset ${offset}`);
    assert(found.baseOffset <= offset && offset < segmentEnd(found), `offset ${offset} is not stored in ${this.#options.id}`);
    return found;
  }
}
