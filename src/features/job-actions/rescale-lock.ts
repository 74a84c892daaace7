// Only one tab at a time runs the steps of a rescale. Other tabs see the rescale in the book and
// must not start the job a second time.

/** Browsers have locks only in secure contexts. Without them, tabs do not know of each other. */
function lockManager(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager | null }).locks ?? undefined;
}

const nameOf = (jobId: string): string => `drey.rescale.${jobId}`;

/** Runs the steps of a job's rescale, unless another tab runs them. Rejects as `steps` does. */
export async function runInOneTab(jobId: string, steps: () => Promise<void>): Promise<void> {
  const locks = lockManager();
  if (locks === undefined) return steps();
  await locks.request(nameOf(jobId), { ifAvailable: true }, async (lock) => {
    if (lock !== null) await steps();
  });
}

/** Whether a tab runs the steps of this job's rescale now. */
export async function isRunInSomeTab(jobId: string): Promise<boolean> {
  const held = (await lockManager()?.query())?.held ?? [];
  return held.some(({ name }) => name === nameOf(jobId));
}
