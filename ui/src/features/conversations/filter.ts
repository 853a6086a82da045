import type { Conversation } from '@/components/reply-editor/queries';
import type { ConversationsSearch } from './search';
import { reached } from './ways';

/** How many options cannot be answered as they are. */
export function problems(conversation: Conversation): number {
  return conversation.options.filter((option) => option.reply.problem).length;
}

/** The conversations that the address asks for, those changed last first. */
export function filtered(all: readonly Conversation[], search: ConversationsSearch): Conversation[] {
  const words = (search.q ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean);
  const reachable = search.state === 'unreached' ? reached(all) : undefined;
  return all
    .filter((c) => {
      if (reachable?.has(c.id)) return false;
      if (search.state === 'problem' && problems(c) === 0) return false;
      const text = words.length > 0 ? searchable(c) : '';
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at));
}

function searchable({ name, opening, closing, options }: Conversation): string {
  const answers = options.flatMap(({ label, reply }) => [label, reply.text ?? '', reply.label ?? '']);
  return [name, opening, closing, ...answers].join('\n').toLowerCase();
}
