import type { Tag, UsedBy } from '@/api/client';
import { ApiError, hasCode } from '@/api/errors';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { UseLink } from '@/components/UseLink';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import s from './DeleteTag.module.css';
import { useDeleteTag } from './queries';

type Props = { appId: string; open: boolean; tag?: Tag | undefined; onClose: () => void };

/** Asks before a tag is deleted, at WeChat and here: everybody loses it. QR codes and journeys that use it stand in the way. */
export function DeleteTag({ appId, open, tag, onClose }: Props) {
  const { tags } = useTexts('tags');
  const t = tags.removal;
  const remove = useDeleteTag(appId);
  const toast = useUndoToast();
  const cancel = () => {
    remove.reset();
    onClose();
  };
  const confirm = () => {
    if (!tag) return;
    remove.mutate(tag.id, {
      onSuccess: () => {
        onClose();
        toast({ text: t.removed({ name: tag.name }) });
      },
    });
  };
  const n = tag?.count ?? 0;
  const codes = usersOf(remove.error);
  return (
    <ConfirmImpact
      open={open}
      title={t.title({ name: tag?.name ?? '' })}
      facts={[
        { name: t.people, value: n > 0 ? tags.people({ n }) : tags.nobody },
        { name: t.where, value: t.whereBoth },
      ]}
      consequence={t.text}
      confirm={t.confirm}
      danger
      typeText={n > 0 ? tag?.name : undefined}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onCancel={cancel}
    >
      {codes.length > 0 ? (
        <div className={s.codes}>
          <p>{t.usedBy}</p>
          <ul>
            {codes.slice(0, 8).map((code) => (
              <li key={code.id}>
                <UseLink appId={appId} use={code} />
              </li>
            ))}
          </ul>
          {codes.length > 8 ? <p>{t.more({ n: codes.length - 8 })}</p> : null}
        </div>
      ) : null}
    </ConfirmImpact>
  );
}

/** The QR codes and journeys that a refusal names. */
function usersOf(error: unknown): UsedBy[] {
  if (!hasCode(error, 'tag.in_use') || !(error instanceof ApiError)) return [];
  const { related } = error.failure;
  return Array.isArray(related) ? related : [];
}
