// The keys of a job's operations in the operation book. The first step of a rescale uses the key of
// a stop, so that only one of them runs at a time.

export function savepointKey(jobId: string): string {
  return `savepoint ${jobId}`;
}

export function stopKey(jobId: string): string {
  return `stop ${jobId}`;
}

export function startKey(jobId: string): string {
  return `start ${jobId}`;
}

export function requirementsKey(jobId: string): string {
  return `requirements ${jobId}`;
}
