/** The windows in which the layout is checked, CSS px: a desktop, a laptop, a tablet and a phone. */
export const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
] as const;
