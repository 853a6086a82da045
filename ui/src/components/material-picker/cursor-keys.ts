/**
 * The row that an arrow key leads to in a list of which some cannot be chosen: those are visited too, so that their
 * reason can be read. `-1` is no row yet.
 */
export function stepTo(key: string, at: number, length: number): number | undefined {
  if (length === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(length - 1, at + 1);
    case 'ArrowUp':
      return at <= 0 ? 0 : at - 1;
    case 'PageDown':
      return Math.min(length - 1, Math.max(0, at) + 6);
    case 'PageUp':
      return Math.max(0, at - 6);
    default:
      return undefined;
  }
}
