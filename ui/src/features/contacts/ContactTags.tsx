import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Contact, Tag } from '@/api/client';
import { asApiError } from '@/api/errors';
import { keys } from '@/api/keys';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { Menu } from '@/components/Menu';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import s from './ContactTags.module.css';
import { tagName } from './names';
import { useTagging } from './queries';

type Props = { appId: string; contact: Contact };

/** The tags of one contact, given and taken at once in sight, with a way back; WeChat is told right after. */
export function ContactTags({ appId, contact }: Props) {
  const texts = useTexts('contacts');
  const t = texts.contacts.drawer;
  const may = useMay('operator') && contact.followed;
  const { data: sheet } = useQuery(tagsQuery(appId));
  const cache = useQueryClient();
  const tagging = useTagging(appId);
  const toast = useUndoToast();
  const { message } = App.useApp();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const full = contact.tag_ids.length >= (sheet?.max_of_contact ?? 20);
  const others = (sheet?.items ?? []).filter((tag) => !tag.system && !contact.tag_ids.includes(tag.id));

  const show = (change: (ids: readonly number[]) => number[]) =>
    cache.setQueryData(keys.contact(appId, contact.openid), (now: Contact | undefined) =>
      now ? { ...now, tag_ids: change(now.tag_ids) } : now,
    );
  const set = (tag: Pick<Tag, 'id' | 'name'>, give: boolean, back = false) => {
    const put = (ids: readonly number[], has: boolean) => [
      ...ids.filter((id) => id !== tag.id),
      ...(has ? [tag.id] : []),
    ];
    show((ids) => put(ids, give));
    tagging.mutate(
      { give, tagId: tag.id, who: { openids: [contact.openid] } },
      {
        onSuccess: () => {
          if (back) return;
          toast({ text: give ? t.tagGiven(tag) : t.tagTaken(tag), undo: () => set(tag, !give, true) });
        },
        onError: (error) => {
          show((ids) => put(ids, !give));
          const { title, cure } = failureWords(texts, asApiError(error).failure);
          void message.error(`${title} · ${cure}`, 6);
        },
      },
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box
    <div className={s.tags} role="group" aria-label={t.tags}>
      {contact.tag_ids.length === 0 && (contact.detailed_at || contact.followed_at) ? (
        <span className={s.none}>{t.tagNone}</span>
      ) : null}
      {contact.tag_ids.map((id) => {
        const name = tagName(texts, sheet?.items, id);
        return (
          <span key={id} className={s.tag}>
            {name}
            {may ? (
              <button type="button" aria-label={t.tagTake({ name })} onClick={() => set({ id, name }, false)}>
                <X size={13} aria-hidden="true" />
              </button>
            ) : null}
          </span>
        );
      })}
      {may ? (
        <button
          type="button"
          className={s.add}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          disabled={full}
          title={full ? t.tagsFull : undefined}
          onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
        >
          <Plus size={13} aria-hidden="true" />
          {t.tagAdd}
        </button>
      ) : null}
      <Menu
        label={t.tagAdd}
        anchor={anchor}
        onClose={() => setAnchor(null)}
        items={
          others.length > 0
            ? others.map((tag) => ({ key: String(tag.id), label: tag.name, onSelect: () => set(tag, true) }))
            : [{ key: 'none', label: texts.contacts.bulk.none, disabled: true, onSelect: () => undefined }]
        }
      />
    </div>
  );
}
