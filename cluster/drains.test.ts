import { expect, test } from "vitest";
import { DrainBook } from "./drains.ts";

const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const line = (message: string): string =>
  `2026-11-21 08:13:56,536 INFO  org.apache.flink.runtime.checkpoint.CheckpointCoordinator    [] - ${message}\n`;
const triggered = (id: number, type: string): string => line(`Triggering checkpoint ${id} (type=${type}) @ 1795335236536 for job ${JOB}.`);
const completed = (id: number): string =>
  line(`Completed checkpoint ${id} for job ${JOB} (1234 bytes, checkpointDuration=38 ms, finalizationTime=1 ms).`);

const savepoint = (name: string, action: string): string =>
  `SavepointType{name='${name}', postCheckpointAction=${action}, formatType=CANONICAL}`;
const CHECKPOINT = "CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}";
const DRAIN = savepoint("Terminate Savepoint", "TERMINATE");

test("only a stop with drain counts, and it is completed with its savepoint", () => {
  const book = new DrainBook();
  const log =
    triggered(1, CHECKPOINT) +
    completed(1) +
    triggered(2, savepoint("Savepoint", "NONE")) +
    triggered(3, savepoint("Suspend Savepoint", "SUSPEND")) +
    triggered(4, DRAIN);
  book.read(log);
  expect(book.drains).toEqual([{ jobId: JOB, checkpointId: 4, completed: false }]);
  book.read(log + completed(4));
  expect(book.drains).toEqual([{ jobId: JOB, checkpointId: 4, completed: true }]);
});

test("drains that left the log are still known", () => {
  const book = new DrainBook();
  book.read(triggered(4, DRAIN) + completed(4));
  book.read(triggered(9, DRAIN));
  expect(book.drains).toEqual([
    { jobId: JOB, checkpointId: 4, completed: true },
    { jobId: JOB, checkpointId: 9, completed: false },
  ]);
  book.clear();
  expect(book.drains).toEqual([]);
});
