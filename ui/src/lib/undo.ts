/** What an editor holds now, what it held before and, after going back, what it can go forward to. */
export type History<T> = {
  past: readonly T[];
  now: T;
  next: readonly T[];
  /** What the last change was about, so that typing in one field is one step. */
  about?: string | undefined;
};

/** How many steps back are kept. */
export const steps = 50;

/** The history of an editor that was just opened. */
export function begun<T>(now: T): History<T> {
  return { past: [], now, next: [] };
}

/** A change. One that is about the same thing as the change before is part of its step. */
export function changed<T>(h: History<T>, now: T, about?: string): History<T> {
  if (about !== undefined && about === h.about) return { ...h, now, next: [] };
  return { past: [...h.past, h.now].slice(-steps), now, next: [], about };
}

/** One step back; the same where there is none. */
export function undone<T>(h: History<T>): History<T> {
  const now = h.past.at(-1);
  return now === undefined ? h : { past: h.past.slice(0, -1), now, next: [h.now, ...h.next] };
}

/** One step forward again; the same where there is none. */
export function redone<T>(h: History<T>): History<T> {
  const [now, ...next] = h.next;
  return now === undefined ? h : { past: [...h.past, h.now], now, next };
}

/** The history with every state in it seen through a function, as after saving has given things their ids. */
export function mapped<T>(h: History<T>, see: (state: T) => T): History<T> {
  return { past: h.past.map(see), now: see(h.now), next: h.next.map(see) };
}
