// All recorded cases. To keep a run: `npm run simulate -- --seed N --print-schedule` (with its `--variant`),
// put what it prints into a file here, give it a name and the reason, and list it.

import type { RecordedCase } from "./recorded-case.ts";

/** See the top of the file. */
export const RECORDED_CASES: readonly RecordedCase[] = [];
