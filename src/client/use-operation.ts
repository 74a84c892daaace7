import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

import { keyOf } from "./fact-options.ts";
import { isUnderWay, type Operation } from "./operation.ts";
import { operationBook, runInBook } from "./operation-book.ts";
import type { OperationCalls } from "./run-operation.ts";
import { useBackend } from "./use-client.tsx";

/** See {@link useOperation}. */
export type OperationHandle<Value> = {
  readonly operation: Operation<Value> | undefined;
  /** Starts it; does nothing while one is in progress under this key. */
  readonly start: (calls: OperationCalls<Value>) => void;
  /** Drops the result of the last one. */
  readonly clear: () => void;
};

/**
 * The operation under a key, wherever on the page it was started. When it ends, everything about
 * the cluster is refreshed.
 */
export function useOperation<Value>(key: string): OperationHandle<Value> {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const book = operationBook(backend);
  const operation = useSyncExternalStore(book.subscribe, () => book.get(key));
  const start = useCallback(
    (calls: OperationCalls<Value>): void => {
      void (async () => {
        if ((await runInBook(book, key, calls)) !== undefined) await queryClient.invalidateQueries({ queryKey: keyOf(backend) });
      })();
    },
    [backend, book, key, queryClient],
  );
  const clear = useCallback(() => {
    if (!isUnderWay(book.get(key))) book.set(key, undefined);
  }, [book, key]);
  // The value under a key has the type that the callers of this key share.
  return { operation: operation as Operation<Value> | undefined, start, clear };
}
