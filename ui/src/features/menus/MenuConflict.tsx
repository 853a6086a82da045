import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { menuQuery } from '@/api/menu';
import { tagsQuery } from '@/api/tags';
import { DiffList } from '@/components/DiffList';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { changeWords } from './change-words';
import s from './MenuConflict.module.css';
import type { MenuEditor } from './use-menu-editor';

type Props = { appId: string; editor: MenuEditor };

/** Somebody else saved the draft meanwhile: what theirs would publish, and the choice between both. */
export function MenuConflict({ appId, editor }: Props) {
  const texts = useTexts('menus');
  const t = texts.menus.conflict;
  const query = useQuery({ ...menuQuery(appId), refetchOnMount: 'always' });
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const theirs = query.isFetchedAfterMount ? query.data : undefined;
  if (query.error)
    return <ErrorState inline what={texts.menus.what} error={query.error} onRetry={() => void query.refetch()} />;
  if (!theirs) return <p role="status">{t.loading}</p>;
  return (
    <section className={s.conflict} aria-label={t.label}>
      <h2>{t.theirs({ by: theirs.draft.updated_by || t.someone })}</h2>
      {theirs.changes.length > 0 ? (
        <DiffList label={t.changes} items={changeWords(texts, theirs.changes, tags)} />
      ) : (
        <p>{t.asLive}</p>
      )}
      <div className={s.actions}>
        <Button onClick={() => editor.take(theirs)}>{t.discard}</Button>
        <Button danger loading={editor.busy} onClick={() => void editor.save(true)}>
          {t.overwrite}
        </Button>
      </div>
    </section>
  );
}
