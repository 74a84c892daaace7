/**
 * Whether two models are equal. They are plain data from the same function, so their fields have
 * the same order.
 */
export function isSameModel<Model extends object>(a: Model, b: Model): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Whether two objects of one type have the same values. */
export function isSameShallow<Props extends object>(a: Props, b: Props): boolean {
  const other = new Map(Object.entries(b));
  return Object.entries(a).every(([name, value]) => Object.is(value, other.get(name)));
}
