import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SyncRun } from '@/api/client';
import { EmptyState } from '@/components/EmptyState';
import { JobBanner } from '@/components/JobBanner';
import { isActive } from '@/components/syncs/sync-model';
import { recallCursor, rememberCursor } from '@/lib/cursor-trail';
import { dayAndClock } from '@/lib/dates';
import { recall, remember } from '@/lib/remembered';
import { useTexts } from '@/locales/context';
import { EmptyFilter } from './EmptyFilter';
import type { PanelProps } from './MaterialsPage';
import s from './MaterialsPage.module.css';
import { MaterialTable } from './MaterialTable';
import { type HistoryPage, historyFilter, historyQuery } from './queries';
import { isNarrowed, type PageSize, pageSizes } from './search';
import { Toolbar } from './Toolbar';

type Props = PanelProps & { banner: ReactNode; runs: readonly SyncRun[] };

/** 历史图文: the local copy of the history, page by page, newest update first. */
export function HistoryPanel({ appId, search, banner, runs, ...on }: Props) {
  const { materials: t } = useTexts('materials');
  const size = search.size ?? rememberedSize();
  const history = useQuery(historyQuery(appId, historyFilter(search, size)));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const page = history.data;
  const { onShown } = on;
  useEffect(() => onShown(page?.items ?? []), [page, onShown]);

  // While the next page is on its way the old one stays, with its own range and without turning further.
  const turning = history.isPlaceholderData;
  const settled = useRef(1);
  if (!turning) settled.current = search.page ?? 1;
  const number = settled.current;
  const list = JSON.stringify({ appId, ...historyFilter({ ...search, cursor: undefined }, size) });
  const turn = (to: number, cursor: string | undefined) => {
    setSelected(new Set());
    document.getElementById('main')?.scrollTo({ top: 0 });
    on.onSearch(cursor ? { cursor, page: to } : { cursor: undefined, page: undefined });
  };
  const next = () => {
    if (!page) return;
    rememberCursor(list, number, search.cursor ?? '');
    turn(number + 1, page.next_cursor);
  };
  return (
    <>
      <div className={s.banner}>{banner ?? <Freshness page={page} />}</div>
      <Toolbar search={search} months shown={page?.items[0]?.update_time} onRefine={on.onRefine} />
      <MaterialTable
        label={t.history}
        history
        rows={page?.items}
        query={history}
        q={search.q ?? ''}
        openId={search.open}
        actions={on.actions}
        selected={selected}
        onSelect={setSelected}
        onOpen={on.onOpen}
        onRemove={on.onRemove}
        paging={
          page && {
            page: number,
            size,
            total: page.total,
            totalMore: page.total_more,
            onNext: page.next_cursor && !turning ? next : undefined,
            onPrevious: number > 1 && !turning ? () => turn(number - 1, recallCursor(list, number - 1)) : undefined,
            sizes: pageSizes,
            onSize: (next) => {
              remember('materials-size', String(next));
              on.onRefine({ size: pageSizes.find((one) => one === next) });
            },
          }
        }
        empty={
          isNarrowed(search) ? (
            <EmptyFilter search={search} other={t.drafts} onRefine={on.onRefine} otherTab="drafts" />
          ) : (
            <NoHistory page={page} runs={runs} onSearch={on.onSearch} onRefine={on.onRefine} />
          )
        }
      />
    </>
  );
}

function rememberedSize(): PageSize {
  const kept = Number(recall('materials-size'));
  return pageSizes.find((size) => size === kept) ?? 50;
}

function Freshness({ page }: { page: HistoryPage | undefined }) {
  const { materials: t } = useTexts('materials');
  const title = page?.fetched_at ? t.historyCopy({ at: dayAndClock(page.fetched_at) }) : t.historyNever;
  return <JobBanner tone="quiet" icon={Database} title={page ? title : t.history} />;
}

type NoHistoryProps = { page: HistoryPage | undefined; runs: readonly SyncRun[] } & Pick<
  PanelProps,
  'onSearch' | 'onRefine'
>;

/** Why there is nothing: not synced yet; or the account has no history, which is true of all opened after 2022. */
function NoHistory({ page, runs, onSearch, onRefine }: NoHistoryProps) {
  const { materials: t, syncs } = useTexts('materials', 'syncs');
  const toDrafts = { label: t.toDrafts, onClick: () => onRefine({ tab: 'drafts' }) };
  const last = runs.find((run) => run.state === 'finished');
  if (page?.fetched_at && (!last || last.total === 0)) {
    return <EmptyState drawing="articles" title={t.emptyHistoryNone} text={t.emptyHistoryNoneText} action={toDrafts} />;
  }
  return (
    <EmptyState
      drawing="articles"
      title={t.emptyHistory}
      text={
        <>
          {t.emptyHistoryText}
          <br />
          {t.historySince}
        </>
      }
      action={runs.some(isActive) ? undefined : { label: syncs.full, onClick: () => onSearch({ panel: 'full' }) }}
      second={toDrafts}
    />
  );
}
