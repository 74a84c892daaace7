import { errResult, okResult, type Result } from "../../../base/result.ts";
import type { Host } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import type { OperationState } from "../jobmanager-view.ts";

/** How an operation reports its result; one of the two is called, once. */
export interface OperationListener<Value> {
  onCompleted(value: Value): void;
  onFailed(error: ErrorInfo): void;
}

/**
 * Operations that were triggered and are asked after: each by a key, which makes a repeated trigger the same operation. The outcome is kept for a
 * while. Flink: CompletedOperationCache behind DispatcherCachedOperationsHandler.
 */
export class AsyncOperations<Value> {
  readonly #host: Host;
  readonly #keepMs: number;
  readonly #operations = new Map<string, OperationState<Value>>();

  /** `keepMs`: how long an outcome can be asked for. */
  constructor(host: Host, keepMs: number) {
    this.#host = host;
    this.#keepMs = keepMs;
  }

  /** Begins the operation unless one of that key is known. */
  trigger(key: string, begin: (listener: OperationListener<Value>) => void): void {
    if (this.#operations.has(key)) return;
    this.#operations.set(key, { type: "in-progress" });
    begin({
      onCompleted: (value) => this.#complete(key, okResult(value)),
      onFailed: (error) => this.#complete(key, errResult(error)),
    });
  }

  /** Undefined for a key that was never triggered, or whose outcome is forgotten. */
  find(key: string): OperationState<Value> | undefined {
    return this.#operations.get(key);
  }

  #complete(key: string, result: Result<Value, ErrorInfo>): void {
    this.#operations.set(key, { type: "completed", result });
    this.#host.setTimer(this.#keepMs, () => this.#operations.delete(key));
  }
}
