/** The path of the submit page, with fields filled in to start a job again. */
export function startPath({ jobId, savepointPath }: { jobId: string; savepointPath?: string | undefined }): string {
  const query = new URLSearchParams({ job: jobId });
  if (savepointPath !== undefined) query.set("savepoint", savepointPath);
  return `/submit?${query.toString()}`;
}
