/** Longer messages are compared by this many characters. */
const MOST_OF_MESSAGE = 500;

/** What replaces a number or an id. */
const PLACEHOLDER = "#";

/**
 * What differs between two occurrences of the same exception: UUIDs, hexadecimal ids and addresses,
 * the ids of TaskManagers (`localhost:34179-8a1b2c`), numbers, IP addresses and times. All of them
 * contain digits, so a pattern has none.
 */
const VARYING = [
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  /\b0x[0-9a-f]+\b/gi,
  /\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi,
  /(?<=@)(?=[a-f]*\d)[0-9a-f]+\b/gi,
  /(?<=:\d{1,5}-)[0-9a-f]{6}\b/gi,
  /\d+(?:[.,:]\d+)*/g,
] as const;

/**
 * A message without what differs each time: `Record 17 of f4d5b097 is late` becomes `Record # of # is
 * late`. Messages with the same pattern count as equal.
 */
export function messagePattern(message: string): string {
  return VARYING.reduce((text, varying) => text.replaceAll(varying, PLACEHOLDER), message.slice(0, MOST_OF_MESSAGE));
}

/** The parts of an exception by which it is compared. */
export type Occurrence = {
  readonly exceptionName: string;
  readonly message: string;
  /** The vertex in which it was thrown; undefined for a failure of the job as a whole. */
  readonly vertexName: string | undefined;
  /** Epoch ms. */
  readonly atMs: number;
};

/** Exceptions of the same class with the same message pattern, thrown in the same vertex. */
export type ExceptionKind<Item extends Occurrence> = {
  readonly key: string;
  readonly pattern: string;
  /** In the order in which they were given. */
  readonly items: readonly [Item, ...Item[]];
  /** When the first and the last one was thrown, epoch ms. */
  readonly firstMs: number;
  readonly lastMs: number;
};

/** Groups equal exceptions, the kind with the latest one first. */
export function exceptionKinds<Item extends Occurrence>(exceptions: readonly Item[]): readonly ExceptionKind<Item>[] {
  const kinds = new Map<string, { pattern: string; items: [Item, ...Item[]] }>();
  for (const item of exceptions) {
    const pattern = messagePattern(item.message);
    // A text in JSON cannot be mistaken for two texts with a separator.
    const key = JSON.stringify([item.exceptionName, pattern, item.vertexName ?? null]);
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { pattern, items: [item] });
    else known.items.push(item);
  }
  return [...kinds]
    .map(([key, { pattern, items }]): ExceptionKind<Item> => {
      const firstMs = items.reduce((first, { atMs }) => Math.min(first, atMs), Number.POSITIVE_INFINITY);
      const lastMs = items.reduce((last, { atMs }) => Math.max(last, atMs), Number.NEGATIVE_INFINITY);
      return { key, pattern, items, firstMs, lastMs };
    })
    .toSorted((a, b) => b.lastMs - a.lastMs);
}
