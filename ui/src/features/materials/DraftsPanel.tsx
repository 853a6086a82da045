import { useQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { CircleAlert, RefreshCw, Zap } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { ApiError } from '@/api/errors';
import { EmptyState } from '@/components/EmptyState';
import { JobBanner } from '@/components/JobBanner';
import { dayAndClock, minutesSince } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { filterDrafts } from './draft-filter';
import { EmptyFilter } from './EmptyFilter';
import type { PanelProps } from './MaterialsPage';
import s from './MaterialsPage.module.css';
import { MaterialTable } from './MaterialTable';
import { draftHitsQuery, draftsQuery, type Reading, useRefreshDrafts } from './queries';
import { isNarrowed } from './search';
import { Toolbar } from './Toolbar';

/** 草稿箱: the newest 60 drafts as WeChat has them, or the last reading of them with its age and what went wrong. */
export function DraftsPanel({ appId, search, banner, ...on }: PanelProps & { banner: ReactNode }) {
  const { materials: t } = useTexts('materials');
  const { message } = App.useApp();
  const drafts = useQuery(draftsQuery(appId));
  const hits = useQuery({
    ...draftHitsQuery(appId, search.q ?? ''),
    // The bodies of drafts that have just been read are findable a moment later.
    refetchInterval: () => (Date.now() - drafts.dataUpdatedAt < 5000 ? 1000 : false),
  });
  const refresh = useRefreshDrafts(appId);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () => drafts.data && filterDrafts(drafts.data.items, search, search.q ? hits.data : undefined),
    [drafts.data, search, hits.data],
  );
  const { onShown } = on;
  useEffect(() => onShown(rows ?? []), [rows, onShown]);

  const read = () =>
    refresh.mutate(undefined, {
      onSuccess: (reading) => {
        if (!reading.error) void message.success(t.refreshed);
      },
    });
  const failed = refresh.error ?? drafts.error ?? neverRead(drafts.data);
  const refreshing = refresh.isPending || drafts.isFetching;
  const button = (
    <button type="button" className={s.quiet} disabled={refreshing} aria-busy={refreshing} onClick={read}>
      <RefreshCw size={14} aria-hidden="true" />
      {t.refresh}
    </button>
  );
  return (
    <>
      <div className={s.banner}>{banner ?? <Freshness reading={drafts.data} button={button} />}</div>
      <Toolbar search={search} onRefine={on.onRefine}>
        {banner ? (
          <>
            <Age reading={drafts.data} />
            {button}
          </>
        ) : null}
      </Toolbar>
      <MaterialTable
        label={t.drafts}
        history={false}
        rows={failed && drafts.data?.items.length === 0 ? undefined : rows}
        query={{ ...drafts, isError: failed !== undefined, error: failed, refetch: read }}
        q={search.q ?? ''}
        openId={search.open}
        actions={on.actions}
        selected={selected}
        onSelect={setSelected}
        onOpen={on.onOpen}
        onRemove={on.onRemove}
        onPublish={on.onPublish}
        empty={
          isNarrowed(search) ? (
            <EmptyFilter search={search} other={t.history} onRefine={on.onRefine} otherTab="history" />
          ) : (
            <EmptyState
              drawing="articles"
              title={t.emptyDrafts}
              text={t.emptyDraftsText}
              action={{ label: t.refresh, onClick: read }}
            />
          )
        }
      />
      {drafts.data && rows && rows.length > 0 && drafts.data.total > drafts.data.items.length ? (
        <p className={`${s.foot} num`}>
          {t.draftsShown({ shown: drafts.data.items.length, total: drafts.data.total })}
        </p>
      ) : null}
    </>
  );
}

function useAge(reading: Reading | undefined): string {
  const { materials: t } = useTexts('materials');
  const now = useNow(15);
  if (!reading?.fetched_at) return '';
  const minutes = minutesSince(reading.fetched_at, now);
  if (minutes === undefined) return t.ageAt({ at: dayAndClock(reading.fetched_at) });
  return minutes === 0 ? t.ageNow : t.ageMinutes({ n: minutes });
}

function Age({ reading }: { reading: Reading | undefined }) {
  return <span className="num">{useAge(reading)}</span>;
}

/** From when the drafts are; where WeChat could not be reached, why, and what can be done. */
function Freshness({ reading, button }: { reading: Reading | undefined; button: ReactNode }) {
  const texts = useTexts('materials');
  const t = texts.materials;
  const age = useAge(reading);
  if (reading?.error && reading.fetched_at) {
    const { title, cure } = failureWords(texts, reading.error);
    const stale = t.stale({ at: dayAndClock(reading.fetched_at) });
    return (
      <JobBanner
        tone="waiting"
        icon={CircleAlert}
        title={stale}
        announce={stale}
        facts={[title, cure]}
        actions={button}
      />
    );
  }
  const facts = reading ? [age, t.draftsAll({ n: reading.total })] : [];
  return <JobBanner tone="quiet" icon={Zap} title={t.draftsLive} facts={facts} actions={button} />;
}

/** Why nothing could ever be read, as the failure of the call it was not: the server answers with an empty reading. */
function neverRead(reading: Reading | undefined): ApiError | undefined {
  if (!reading?.error || reading.fetched_at) return undefined;
  const { code, detail, params, wechat } = reading.error;
  return new ApiError({
    status: wechat ? 502 : 503,
    code,
    detail,
    ...(params && { params }),
    ...(wechat && { wechat }),
  });
}
