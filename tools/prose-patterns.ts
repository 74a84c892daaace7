// Wordings that this repository avoids in text on the screen, comments and docs, each with a
// replacement.

/** A wording to avoid. */
export interface ProsePattern {
  readonly pattern: RegExp;
  /** The replacement. */
  readonly instead: string;
}

export const PROSE_PATTERNS: readonly ProsePattern[] = [
  { pattern: /\banew\b/i, instead: "again" },
  { pattern: /\bnobody\b/i, instead: "name who does not: no client, no task, no user" },
  { pattern: /\bwhoever\b/i, instead: "name who it is" },
  { pattern: /\bmeanwhile\b/i, instead: "say what happens at the same time" },
  { pattern: /(?<!there )\b(?:is|are) no\b(?! longer| more)/i, instead: "no X, is not a X, or invalid" },
  { pattern: /\b(?:comes?|came) to (?:its|an|their) end\b/i, instead: "ends or stops" },
  { pattern: /\bstands? (?:there|here|in|on|at|beside|before|behind|above|below)\b/i, instead: "is, shows, or name the place" },
  { pattern: /\broom below\b/i, instead: "buffers, or backpressured" },
  { pattern: /\bwithout leave\b/i, instead: "not allowed" },
  { pattern: /\bpre-flight\b/i, instead: "CORS preflight request" },
  { pattern: /\bhow manieth\b/i, instead: "how many times" },
  { pattern: /\bto be had\b/i, instead: "available" },
  { pattern: /\bSee the (?:head|top) of\b/, instead: "say it here, or link the declaration" },
  { pattern: /\b(?:Task|Job) Managers?\b/, instead: "TaskManager, JobManager" },
  { pattern: /\bgives? way\b/i, instead: "shrinks, is cut, or stops" },
  { pattern: /\bfor (?:its|their) sake\b/i, instead: "say what it is for" },
  { pattern: /\bthe culprit\b/i, instead: "bottleneck" },
  { pattern: /\bLet it (?:be|throw)\b/, instead: "Cancel, Inject" },
  { pattern: /\bsomebody\b/i, instead: "name who it is" },
  { pattern: /\bwhat (?:came|comes|became|becomes) of\b/i, instead: "the result of, or whether X is kept" },
  { pattern: /\banswers how to\b/i, instead: "returns the function that" },
  { pattern: /\bunless told otherwise\b/i, instead: "by default" },
  { pattern: /\b(?:is|are) said in words\b/i, instead: "is reported, or is explained" },
  { pattern: /\bworth a word\b/i, instead: "is noted" },
  { pattern: /\bin vain\b/i, instead: "without result" },
  { pattern: /\bin passing\b/i, instead: "while it runs" },
  { pattern: /\bonce more\b/i, instead: "again" },
  { pattern: /\beach in words\b/i, instead: "one sentence each, or the problems" },
  { pattern: /\bwhat does not hold\b/i, instead: "the problems" },
  { pattern: /\bhas no end\b/i, instead: "did not finish" },
  { pattern: /\bunder way\b(?!")/, instead: "in progress, in transit" },
  {
    pattern:
      /\b(?:(?:generator|job|task|barrier|container|reading|time|cluster|JobManager|TaskManager) (?:goes|went) on|(?:can|cannot) go on|go(?:es|ing)? on (?:with|where|behind|after|answering|ending|filling))\b/i,
    instead: "continues, resumes, or is passed on",
  },
  { pattern: /\bon its way\b(?! to)/, instead: "in progress, in flight, or being X" },
];
