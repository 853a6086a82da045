import { Button, Drawer, Skeleton } from 'antd';
import type { SyncRun } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { dayAndClock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './SyncRuns.module.css';
import { isActive } from './sync-model';
import { type SyncScope, useEarlierRuns } from './sync-queries';
import { adviceWords, failWords, outcomeFacts, pauseWords, progressFacts } from './sync-words';

type Props = { appId: string; scope?: SyncScope; open: boolean; onClose: () => void };

/** The account's runs, newest first: what each brought, who started it, why it stopped. */
export function SyncRuns({ appId, scope = 'history', open, onClose }: Props) {
  const { syncs: t } = useTexts('syncs');
  const runs = useEarlierRuns(appId, scope, open);
  const all = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer open={open} onClose={onClose} destroyOnHidden size={560} title={t.historyTitle} aria-label={t.historyTitle}>
      {runs.isPending ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {runs.error ? <ErrorState what={t.historyTitle} error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.data && all.length === 0 ? (
        <EmptyState
          drawing="audit"
          title={t.historyEmpty}
          text={scope === 'followers' ? t.followersEmptyText : t.historyEmptyText}
        />
      ) : null}
      <ol className={s.runs}>
        {all.map((run) => (
          <RunLine key={run.id} run={run} />
        ))}
      </ol>
      {runs.hasNextPage ? (
        <Button block loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          {t.loadMore}
        </Button>
      ) : null}
    </Drawer>
  );
}

function RunLine({ run }: { run: SyncRun }) {
  const texts = useTexts('syncs');
  const t = texts.syncs;
  const now = useNow();
  const failed = run.state === 'failed' ? failWords(texts, run) : undefined;
  const advice = run.state === 'finished' ? adviceWords(texts, run) : undefined;
  const facts = isActive(run) ? progressFacts(texts, run) : outcomeFacts(texts, run);
  return (
    <li>
      <p className={s.head}>
        <b>{t.mode[run.mode]}</b>
        <span className={`${s.state} ${s[run.state]}`}>{t.state[run.state]}</span>
        <time className="num" dateTime={run.created_at}>
          {dayAndClock(run.created_at)}
        </time>
        {run.started_by ? <span>{t.by({ name: run.started_by })}</span> : null}
      </p>
      <p className={`${s.facts} num`}>{facts.join(' · ')}</p>
      {run.state === 'paused' ? <p className={s.why}>{pauseWords(texts, run, now)}</p> : null}
      {failed ? (
        <p className={s.why}>
          {failed.title}
          {t.comma}
          {failed.cure}
        </p>
      ) : null}
      {advice ? <p className={s.why}>{advice}</p> : null}
    </li>
  );
}
