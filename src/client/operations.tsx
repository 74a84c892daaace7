// Operations outlive the dialog that began them: they belong to the backend, and whoever shows them finds them by key.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

import { isUnderWay, type Operation } from "./operation.ts";
import { type OperationCalls, runOperation } from "./run-operation.ts";
import { type Backend, callKey, useBackend } from "./use-client.tsx";

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

/** Runs an operation under a key; `undefined` if one is under way there already, so that nothing is asked twice. */
export async function runInBook<Value>(
  book: OperationBook,
  key: string,
  calls: OperationCalls<Value>,
): Promise<Operation<Value> | undefined> {
  if (isUnderWay(book.get(key))) return undefined;
  return runOperation(calls, CLOCK, (operation) => book.set(key, operation));
}

/** See {@link useOperation}. */
export type OperationHandle<Value> = {
  readonly operation: Operation<Value> | undefined;
  /** Begins it; does nothing while one is under way under this key. */
  readonly start: (calls: OperationCalls<Value>) => void;
  /** Forgets what came of the last one. */
  readonly clear: () => void;
};

/** The operation under a key, wherever on the page it was begun. When it is over, all that the page shows of the cluster is asked anew. */
export function useOperation<Value>(key: string): OperationHandle<Value> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const book = operationBook(backend);
  const operation = useSyncExternalStore(book.subscribe, () => book.get(key));
  const start = useCallback(
    (calls: OperationCalls<Value>): void => {
      void (async () => {
        if ((await runInBook(book, key, calls)) !== undefined) await queryClient.invalidateQueries({ queryKey: callKey(backend) });
      })();
    },
    [backend, book, key, queryClient],
  );
  const clear = useCallback(() => {
    if (!isUnderWay(book.get(key))) book.set(key, undefined);
  }, [book, key]);
  // What is kept under a key is of the type that the callers of this key share.
  return { operation: operation as Operation<Value> | undefined, start, clear };
}
