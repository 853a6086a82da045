import { defaultFallback } from '@/components/reply-editor/queries';
import { carried } from './draft';
import { typedOption } from './numbered';
import type { Conversation, Reply } from './queries';

/** A line of the chat in which a conversation is tried. A note is ours, not part of the chat. */
export type Line =
  | { kind: 'talk'; talk: Conversation }
  | { kind: 'reply'; reply: Reply }
  | { kind: 'own'; text: string }
  | { kind: 'note'; note: 'noNumber' | 'instead' | 'missing' | 'unwritten' };

/** The chat as it begins. */
export function opened(talk: Conversation): Line[] {
  return [{ kind: 'talk', talk }];
}

/** The chat after an option was tapped, as the server would answer it. */
export function tapped(lines: readonly Line[], talk: Conversation, at: number, all: readonly Conversation[]): Line[] {
  const option = talk.options[at];
  if (!option) return [...lines];
  return [...lines, { kind: 'own', text: option.label.trim() }, ...answer(option.reply, all)];
}

/** The chat after a text was written: the number of an option of the conversation sent last, or nothing of ours. */
export function typed(lines: readonly Line[], text: string, all: readonly Conversation[]): Line[] {
  const last = lines.findLast((line) => line.kind === 'talk');
  const own: Line = { kind: 'own', text: text.trim() };
  const at = last && typedOption(text, last.talk.options.length);
  const option = at === undefined ? undefined : last?.talk.options[at];
  return [...lines, own, ...(option ? answer(option.reply, all) : [{ kind: 'note', note: 'noNumber' } as const])];
}

function answer(reply: Reply, all: readonly Conversation[]): Line[] {
  const carries = carried(reply);
  if (!carries) return [{ kind: 'note', note: 'unwritten' }];
  if (reply.kind === 'conversation') {
    const talk = all.find((c) => c.id === carries);
    return talk ? opened(talk) : instead(reply, 'missing');
  }
  return reply.problem ? instead(reply, 'instead') : [{ kind: 'reply', reply }];
}

function instead({ fallback }: Reply, note: 'instead' | 'missing'): Line[] {
  return [
    { kind: 'reply', reply: { kind: 'text', text: fallback?.trim() || defaultFallback } },
    { kind: 'note', note },
  ];
}
