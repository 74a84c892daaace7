// Under which keys the operations of a job stand in the book. A rescale's first step is a stop like any other: not twice at once.

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
