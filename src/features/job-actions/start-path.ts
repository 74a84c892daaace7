/** Where a job is started again: the page for it, filled in. */
export function startPath({ jobId, savepointPath }: { jobId: string; savepointPath?: string | undefined }): string {
  const query = new URLSearchParams({ job: jobId });
  if (savepointPath !== undefined) query.set("savepoint", savepointPath);
  return `/submit?${query.toString()}`;
}
