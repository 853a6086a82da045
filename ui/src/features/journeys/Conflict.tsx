import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { ErrorState } from '@/components/ErrorState';
import { clock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './EditorPage.module.css';
import { journeyQuery } from './queries';
import type { JourneyEditor } from './use-journey-editor';

/** Somebody else saved the draft meanwhile: who, when, and the choice between both. */
export function Conflict({ appId, id, editor }: { appId: string; id: string; editor: JourneyEditor }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.conflict;
  const query = useQuery({ ...journeyQuery(appId, id), refetchOnMount: 'always' });
  const theirs = query.isFetchedAfterMount ? query.data : undefined;
  if (query.error)
    return <ErrorState inline what={journeys.one} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section className={s.conflict} aria-label={t.label}>
      {theirs ? (
        <>
          <p>
            {t.text({
              by: theirs.updated_by || t.someone,
              at: clock(theirs.updated_at),
              steps: theirs.graph.steps.length,
            })}
          </p>
          <Button onClick={() => editor.take(theirs)}>{t.theirs}</Button>
          <Button danger loading={editor.busy} onClick={() => void editor.save(theirs.revision)}>
            {t.mine}
          </Button>
        </>
      ) : (
        <p role="status">{t.loading}</p>
      )}
    </section>
  );
}
