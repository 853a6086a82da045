const grouped = new Intl.NumberFormat('en-US');

/** A count with thousands separators: 12,893. */
export function count(n: number): string {
  return grouped.format(n);
}

/** A count for a card: as {@link count} up to 100,000, then short: 12.9 万, or 129K where `latin`. */
export function shortCount(n: number, latin = false): string {
  if (Math.abs(n) < 100_000) return count(n);
  if (latin) return n < 1_000_000 ? `${trim(n / 1000)}K` : `${trim(n / 1_000_000)}M`;
  return n < 100_000_000 ? `${trim(n / 10_000)} 万` : `${trim(n / 100_000_000)} 亿`;
}

function trim(n: number): string {
  return n >= 100 ? count(Math.round(n)) : String(Math.round(n * 10) / 10);
}

/** A share as whole percent; anything above nothing is at least 1 %, anything short of all at most 99 %. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (share > 0 && whole === 0) return '1%';
  if (share < 1 && whole === 100) return '99%';
  return `${whole}%`;
}
