// Operations outlive the dialog that started them. They belong to the backend and are found by key.
import type { Backend } from "./backend.ts";
import { isUnderWay, type Operation } from "./operation.ts";
import { type OperationCalls, runOperation } from "./run-operation.ts";

/** All operations of one backend that this page began. */
export type OperationBook = {
  readonly get: (key: string) => Operation<unknown> | undefined;
  readonly set: (key: string, operation: Operation<unknown> | undefined) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

const books = new WeakMap<Backend, OperationBook>();

/** The book of a backend. */
export function operationBook(backend: Backend): OperationBook {
  let book = books.get(backend);
  if (book === undefined) {
    const operations = new Map<string, Operation<unknown>>();
    const listeners = new Set<() => void>();
    book = {
      get: (key) => operations.get(key),
      set: (key, operation) => {
        if (operation === undefined) operations.delete(key);
        else operations.set(key, operation);
        for (const listener of listeners) listener();
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    books.set(backend, book);
  }
  return book;
}

/** The page's clock. */
const CLOCK = {
  now: () => Date.now(),
  wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

/** Runs an operation under a key. Returns `undefined` if one is already in progress under it. */
export async function runInBook<Value>(
  book: OperationBook,
  key: string,
  calls: OperationCalls<Value>,
): Promise<Operation<Value> | undefined> {
  if (isUnderWay(book.get(key))) return undefined;
  return runOperation(calls, CLOCK, (operation) => book.set(key, operation));
}
