const POWERS: Readonly<Record<string, number>> = {
  "": 0,
  b: 0,
  bytes: 0,
  k: 1,
  kb: 1,
  kibibytes: 1,
  m: 2,
  mb: 2,
  mebibytes: 2,
  g: 3,
  gb: 3,
  gibibytes: 3,
  t: 4,
  tb: 4,
  tebibytes: 4,
};

/** The bytes of a size in Flink's configuration, as MemorySize reads it: `1600m`, `134217728b`, `2 gb`. Undefined if it is not one. */
export function parseMemorySize(text: string | undefined): number | undefined {
  const [, digits = "", unit = ""] = /^(\d+)\s*([a-z]*)$/.exec(text?.trim().toLowerCase() ?? "") ?? [];
  const power = Object.hasOwn(POWERS, unit) ? POWERS[unit] : undefined;
  return digits === "" || power === undefined ? undefined : Number(digits) * 1024 ** power;
}
