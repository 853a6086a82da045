/** The openids in what was pasted, one a line or parted by commas or spaces, each once. */
export function readOpenIds(text: string): string[] {
  return [...new Set(text.split(/[\s,，;；]+/).filter(Boolean))];
}

/** How many openids WeChat takes in one mass send. */
export const openIdCounts = { min: 2, max: 10_000 };
