import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { sessionQuery } from '@/api/session';
import { ErrorState } from '@/components/ErrorState';
import { PageHead } from '@/components/PageHead';
import { Stat, Stats } from '@/components/Stat';
import { parts } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { LastSync } from './LastSync';
import { NewestDrafts } from './NewestDrafts';
import s from './overview.module.css';
import { QuotaBars } from './QuotaBars';
import { overviewQuery } from './queries';
import { Todo } from './Todo';
import { keyOf, waitingFor } from './waiting';

const route = getRouteApi('/shell/accounts/$appId/overview');

/** The account at a glance: what waits for somebody, four figures, the last sync, the newest drafts, the quotas. */
export function OverviewPage() {
  const t = useTexts('overview');
  const o = t.overview;
  const { appId } = route.useParams();
  const query = useQuery(overviewQuery(appId));
  const operator = useQuery(sessionQuery).data?.operator;
  const today = parts(useNow(60));
  const data = query.data;
  const waiting = data ? waitingFor(data) : [];
  const others = data?.quotas.reduce((sum, quota) => sum + quota.others, 0) ?? 0;
  const state = !data ? '' : waiting.length > 0 ? o.waiting({ n: waiting.length }) : o.quiet;
  return (
    <>
      <PageHead
        title={o.hello({ hour: today.hour, name: operator?.name ?? '' })}
        desc={[t.time.date(today), state].filter(Boolean).join(' · ')}
      />
      <div className={s.page}>
        {query.isError ? (
          <ErrorState what={o.what} error={query.error} onRetry={() => void query.refetch()} inline={Boolean(data)} />
        ) : null}
        {waiting.map((item) => (
          <Todo key={keyOf(item)} appId={appId} item={item} primary={item === waiting[0]} />
        ))}
        {query.isError && !data ? null : (
          <>
            <Stats label={o.figures}>
              <Stat
                label={o.drafts}
                value={data?.drafts_read_at ? data.counts.drafts : '–'}
                detail={data && !data.drafts_read_at ? o.draftsUnread : o.draftsDetail}
              />
              <Stat label={o.history} value={data?.counts.history ?? '–'} detail={o.historyDetail} />
              <Stat label={o.notes} value={data?.counts.notes ?? '–'} detail={o.notesDetail} />
              <Stat
                label={o.calls}
                value={data?.calls_today ?? '–'}
                detail={others > 0 ? o.callsMore({ others }) : o.callsDetail}
              />
            </Stats>
            <div className={s.columns}>
              <NewestDrafts appId={appId} overview={data} />
              <div className={s.side}>
                <LastSync appId={appId} overview={data} />
                <QuotaBars appId={appId} overview={data} />
              </div>
            </div>
          </>
        )}
      </div>
    </>
  );
}
