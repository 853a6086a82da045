/** What the address of the list holds. */
export type ConversationsSearch = { q?: string; state?: 'unreached' | 'problem' };

/** Reads the address of the list; what it does not understand it leaves out. */
export function readConversationsSearch(raw: Record<string, unknown>): ConversationsSearch {
  const q = text(raw.q);
  return {
    ...(q.trim() && { q }),
    ...((raw.state === 'unreached' || raw.state === 'problem') && { state: raw.state }),
  };
}

/** What the address of one conversation holds: for a new one, the id of the conversation it is a copy of. */
export type ConversationSearch = { copy?: string };

/** Reads the address of one conversation. */
export function readConversationSearch(raw: Record<string, unknown>): ConversationSearch {
  const copy = text(raw.copy);
  return copy ? { copy } : {};
}

/** The router reads `q=2024` as a number; a search is text. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
