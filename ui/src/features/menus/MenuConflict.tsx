import { useQuery } from '@tanstack/react-query';
import { menuQuery } from '@/api/menu';
import { tagsQuery } from '@/api/tags';
import { Conflict } from '@/components/Conflict';
import { DiffList } from '@/components/DiffList';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { changeWords } from './change-words';
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
    <Conflict
      label={t.label}
      title={t.theirs({ by: theirs.draft.updated_by || t.someone })}
      words={t}
      busy={editor.busy}
      onDiscard={() => editor.take(theirs)}
      onOverwrite={() => void editor.save(true)}
    >
      {theirs.changes.length > 0 ? (
        <DiffList label={t.changes} items={changeWords(texts, theirs.changes, tags)} />
      ) : (
        <p>{t.asLive}</p>
      )}
    </Conflict>
  );
}
