import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Overview } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { ErrorState } from '@/components/ErrorState';
import { PageHead } from '@/components/PageHead';
import { Stat, Stats } from '@/components/Stat';
import { parts } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { LastSends } from './LastSends';
import { LastSync } from './LastSync';
import { MenuTaps } from './MenuTaps';
import { NewestDrafts } from './NewestDrafts';
import { NewFollowers } from './NewFollowers';
import s from './overview.module.css';
import { QuotaBars } from './QuotaBars';
import { overviewQuery } from './queries';
import { Todo } from './Todo';
import { keyOf, waitingFor } from './waiting';

const route = getRouteApi('/shell/accounts/$appId/overview');

/** The account at a glance: what waits for somebody, four figures, who came, drafts, sends, taps, the last sync, the quotas. */
export function OverviewPage() {
  const t = useTexts('overview');
  const o = t.overview;
  const { appId } = route.useParams();
  const query = useQuery(overviewQuery(appId));
  const operator = useQuery(sessionQuery).data?.operator;
  const now = useNow(60);
  const today = parts(now);
  const data = query.data;
  const waiting = data ? waitingFor(data, now) : [];
  const reach = data?.reach;
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
                label={o.followers}
                value={reach?.followers ?? '–'}
                detail={reach && o.followersDetail(known(reach))}
              />
              <Stat
                label={o.materials}
                value={data ? data.counts.history + (data.drafts_read_at ? data.counts.drafts : 0) : '–'}
                detail={data && o.materialsDetail(data.counts)}
              />
              <Stat label={o.menuTaps} value={reach?.taps ?? '–'} detail={o.days7} />
              <Stat label={o.inside} value={reach?.inside ?? '–'} detail={reach && o.running({ n: reach.running })} />
            </Stats>
            <div className={s.columns}>
              <div className={s.side}>
                <NewFollowers appId={appId} overview={data} />
                <NewestDrafts appId={appId} overview={data} />
                <MenuTaps appId={appId} overview={data} />
              </div>
              <div className={s.side}>
                <LastSends appId={appId} overview={data} />
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

const known = (reach: Overview['reach']) => ({ today: reach.followers_today, synced: reach.last_followers !== null });
