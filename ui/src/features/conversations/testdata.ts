import type { Conversation, Reply } from './queries';

/** A conversation for tests whose options say a text, or lead to the conversation named after an arrow: 喝茶→tea. */
export function talk(id: string, options: readonly string[], values: Partial<Conversation> = {}): Conversation {
  return {
    id,
    name: `会话 ${id}`,
    opening: '想看点什么？',
    closing: '',
    options: options.map((written, i) => {
      const [label = '', to] = written.split('→');
      const reply: Reply = to
        ? { kind: 'conversation', conversation_id: to }
        : { kind: 'text', text: `${label}的回答` };
      return { id: `${id}-${i}`, label, reply, picks: 0 };
    }),
    used_by: [],
    starts: 0,
    updated_at: '2026-11-22T03:20:00Z',
    updated_by: '林小满',
    ...values,
  };
}

/** A rule that begins a conversation. */
export const rule = (active = true) => ({ kind: 'reply_rule', id: 'r1', name: '叫出小管家', active });
