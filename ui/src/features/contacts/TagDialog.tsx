import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contact } from '@/api/client';
import { tagsQuery } from '@/api/tags';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { conditions, type Tagging, useTagging } from './queries';
import type { ContactSearch } from './search';
import s from './TagDialog.module.css';

/** Who gets a tag or loses it: the contacts chosen in the list, or all followers whom the conditions let through. */
export type TagJob = { give: boolean } & ({ contacts: readonly Contact[] } | { search: ContactSearch; n: number });

type Props = { appId: string; open: boolean; job: TagJob; onClose: () => void; onDone: () => void };

/** Chooses the tag and tells what will be done before WeChat is told, in the background. */
export function TagDialog({ appId, open, job, onClose, onDone }: Props) {
  const { contacts } = useTexts('contacts');
  const t = contacts.bulk;
  const { data: sheet } = useQuery(tagsQuery(appId));
  const tagging = useTagging(appId);
  const toast = useUndoToast();
  const [tagId, setTagId] = useState<number>();
  const { give } = job;
  const tags = (sheet?.items ?? []).filter((tag) => !tag.system);
  const tag = tags.find((one) => one.id === tagId);
  const changed = tag && 'contacts' in job ? whoChanges(job.contacts, tag.id, give) : undefined;
  const n = 'contacts' in job ? (changed?.length ?? job.contacts.filter((one) => one.followed).length) : job.n;
  const close = () => {
    setTagId(undefined);
    tagging.reset();
    onClose();
  };
  const confirm = () => {
    if (!tag) return;
    const who: Tagging['who'] = 'contacts' in job ? { openids: changed ?? [] } : { filter: conditions(job.search) };
    tagging.mutate(
      { give, tagId: tag.id, who },
      {
        onSuccess: ({ count }) => {
          close();
          onDone();
          // Of those chosen it is known who had the tag before: only whom it was new to lose it again.
          const undo = 'openids' in who ? () => tagging.mutate({ give: !give, tagId: tag.id, who }) : undefined;
          toast({ text: t.done({ n: count, tag: tag.name, give }), undo });
        },
      },
    );
  };
  return (
    <ConfirmImpact
      open={open}
      title={give ? t.giveTitle({ n }) : t.takeTitle({ n })}
      consequence={
        <>
          {t.text}
          {'search' in job ? ` ${t.noUndo}` : ''}
        </>
      }
      confirm={
        !tag
          ? t.confirmNone
          : n === 0
            ? t.nothing
            : give
              ? t.giveConfirm({ n, tag: tag.name })
              : t.takeConfirm({ n, tag: tag.name })
      }
      blocked={!tag || n === 0}
      busy={tagging.isPending}
      error={tagging.error}
      onConfirm={confirm}
      onCancel={close}
    >
      {tags.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <div role="radiogroup" aria-label={t.choose} className={s.tags}>
          {tags.map((one) => (
            <label key={one.id} className={one.id === tagId ? `${s.tag} ${s.on}` : s.tag}>
              <input type="radio" name="tag" checked={one.id === tagId} onChange={() => setTagId(one.id)} />
              {one.name}
            </label>
          ))}
        </div>
      )}
    </ConfirmImpact>
  );
}

/** Those of the contacts whom giving or taking the tag changes. Who does not follow has no tags. */
export function whoChanges(contacts: readonly Contact[], tagId: number, give: boolean): string[] {
  return contacts
    .filter((contact) => contact.followed && contact.tag_ids.includes(tagId) !== give)
    .map((contact) => contact.openid);
}
