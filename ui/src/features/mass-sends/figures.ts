import type { MassSend } from './queries';

/** What was new on one day: WeChat tells what there was up to its end. */
export type DayFigure = { day: string; readers: number; shares: number };

/** The figures of each day, the first one first; where WeChat took something back it is none, not less. */
export function daily(figures: MassSend['figures']): DayFigure[] {
  const days = figures.toSorted((a, b) => a.day.localeCompare(b.day));
  return days.map(({ day, readers, shares }, i) => {
    const before = days[i - 1] ?? { readers: 0, shares: 0 };
    return { day, readers: Math.max(0, readers - before.readers), shares: Math.max(0, shares - before.shares) };
  });
}

/** The figures up to the last day; undefined while there are none. */
export function latest(figures: MassSend['figures']): DayFigure | undefined {
  return figures.toSorted((a, b) => a.day.localeCompare(b.day)).at(-1);
}
