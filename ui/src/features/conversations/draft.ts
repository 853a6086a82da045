import { ofItsKind } from '@/components/reply-editor/of-its-kind';
import type { Conversation, ConversationForm, Reply } from './queries';

/** The most options a conversation may have, and the most characters of one and of a name. */
export const maxOptions = 10;
export const maxLabel = 30;
export const maxName = 60;

/** An option as the editor holds it: one that is not saved yet has no id, but a key. */
export type DraftOption = { key: string; id?: string; label: string; reply: Reply; picks: number };

/** A conversation as the editor holds it. */
export type Draft = { name: string; opening: string; closing: string; options: readonly DraftOption[] };

let made = 0;

/** An option that is not written yet. */
export function newOption(label = ''): DraftOption {
  made += 1;
  return { key: `new-${made}`, label, reply: { kind: 'text', text: '' }, picks: 0 };
}

/** What a new conversation begins with. */
export function newDraft(): Draft {
  return { name: '', opening: '', closing: '', options: [newOption()] };
}

/** A conversation as it is edited. */
export function draftOf({ name, opening, closing, options }: Conversation): Draft {
  return { name, opening, closing, options: options.map((o) => ({ ...o, key: o.id })) };
}

/** A copy of one, whose options are options of their own. */
export function copyOf(conversation: Conversation, name: string): Draft {
  const draft = draftOf(conversation);
  return { ...draft, name, options: draft.options.map((o) => ({ ...newOption(o.label), reply: o.reply })) };
}

/** The draft with the ids that saving gave its options. */
export function withIds(draft: Draft, saved: Draft, conversation: Conversation): Draft {
  const ids = new Map(saved.options.map((o, i) => [o.key, conversation.options[i]?.id]));
  return {
    ...draft,
    options: draft.options.map((o) => {
      const id = ids.get(o.key) ?? o.id;
      return id === undefined ? o : { ...o, id };
    }),
  };
}

/** The draft as the API takes it; `since` is when the edited one was changed last, left out to overwrite whatever is there. */
export function written(draft: Draft, since: string | undefined): ConversationForm {
  return {
    name: draft.name,
    opening: draft.opening,
    closing: draft.closing,
    options: draft.options.map(({ id, label, reply }) => ({ ...(id && { id }), label, reply: ofItsKind(reply) })),
    ...(since && { updated_at: since }),
  };
}

/** Whether two drafts would be saved alike. */
export function same(a: Draft, b: Draft): boolean {
  return JSON.stringify(written(a, undefined)) === JSON.stringify(written(b, undefined));
}

/** The draft among the account's conversations, as if it were saved. */
export function among(all: readonly Conversation[], id: string, draft: Draft): Conversation[] {
  const saved = all.find((c) => c.id === id);
  const options = draft.options.map(({ key, id: optionId, ...rest }) => ({ ...rest, id: optionId ?? key }));
  const now: Conversation = {
    starts: 0,
    used_by: [],
    updated_at: '',
    updated_by: '',
    ...saved,
    id,
    name: draft.name,
    opening: draft.opening,
    closing: draft.closing,
    options,
  };
  return saved ? all.map((c) => (c === saved ? now : c)) : [...all, now];
}

/** What can be missing in a draft. */
export type Missing = 'name' | 'opening' | 'options' | 'label' | Reply['kind'];

/** What can be seen to be missing without asking the server, by its place. */
export function missing(draft: Draft): Record<string, Missing> {
  const found: Record<string, Missing> = {};
  if (!draft.name.trim()) found.name = 'name';
  if (!draft.opening.trim()) found.opening = 'opening';
  if (draft.options.length === 0) found.options = 'options';
  for (const { key, label, reply } of draft.options) {
    if (!label.trim()) found[labelOf(key)] = 'label';
    if (!carried(reply)) found[key] = reply.kind;
  }
  return found;
}

/** What a reply carries for its kind; empty where nothing was written or chosen. */
export function carried({ kind, text, picture_id, media_id, conversation_id }: Reply): string {
  const carries = { text: text?.trim(), picture: picture_id, material: media_id, conversation: conversation_id };
  return carries[kind] ?? '';
}

/** The place of an option's words; its key is the place of its reply. */
export function labelOf(key: string): string {
  return `${key} label`;
}

/** The place in the draft that a field of the request's body stands for. */
export function placeOf(draft: Draft, field: string): string {
  const [name = '', index, part] = field.split('.');
  const key = name === 'options' && index !== undefined ? draft.options[Number(index)]?.key : undefined;
  if (key === undefined) return name;
  return part === 'label' ? labelOf(key) : key;
}
