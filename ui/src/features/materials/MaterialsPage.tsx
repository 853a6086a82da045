import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Globe } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Material } from '@/api/client';
import { asApiError } from '@/api/errors';
import { PageHead } from '@/components/PageHead';
import { useRun } from '@/components/syncs/run-watch';
import { SyncBanner } from '@/components/syncs/SyncBanner';
import { isTold } from '@/components/syncs/sync-model';
import { useStartSync } from '@/components/syncs/sync-queries';
import { TabList } from '@/components/TabList';
import { recall, remember } from '@/lib/remembered';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { DraftsPanel } from './DraftsPanel';
import { HistoryPanel } from './HistoryPanel';
import s from './MaterialsPage.module.css';
import { focusRow } from './MaterialTable';
import { useMaterialActions } from './material-actions';
import { overviewQuery } from './overview-query';
import { draftsQuery } from './queries';
import { RemoveDialog } from './RemoveDialog';
import { SyncMenu } from './SyncMenu';
import { type MaterialsSearch, refine, type Tab, tabs } from './search';
import { useRemoval } from './use-removal';

const PreviewDrawer = lazy(() => import('./PreviewDrawer').then((m) => ({ default: m.PreviewDrawer })));
const PublishDialog = lazy(() => import('./PublishDialog').then((m) => ({ default: m.PublishDialog })));
const PublicationsDrawer = lazy(() => import('./PublicationsDrawer').then((m) => ({ default: m.PublicationsDrawer })));
const SyncPlanDialog = lazy(() =>
  import('@/components/syncs/SyncPlanDialog').then((m) => ({ default: m.SyncPlanDialog })),
);
const SyncRuns = lazy(() => import('@/components/syncs/SyncRuns').then((m) => ({ default: m.SyncRuns })));

const route = getRouteApi('/shell/accounts/$appId/materials');

/** What a tab hands to the page: the items it shows, for the drawer's previous and next. */
export type PanelProps = {
  appId: string;
  search: MaterialsSearch;
  onSearch: (change: Partial<MaterialsSearch>) => void;
  onRefine: (change: Partial<MaterialsSearch>) => void;
  onShown: (materials: readonly Material[]) => void;
  onOpen: (material: Material) => void;
  onRemove: (materials: Material[]) => void;
  onPublish: (material: Material) => void;
  actions: ReturnType<typeof useMaterialActions>;
};

/** 图文素材: the drafts of an account, read live, and the local copy of its history. */
export function MaterialsPage() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (change: Partial<MaterialsSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const onRefine = (change: Partial<MaterialsSearch>) =>
    void navigate({ search: (now) => refine(now, change), replace: true });
  // Keyed: what is selected, read or being asked belongs to one account.
  return <Page key={appId} appId={appId} search={search} onSearch={onSearch} onRefine={onRefine} />;
}

type PageProps = Pick<PanelProps, 'appId' | 'search' | 'onSearch' | 'onRefine'>;

function Page({ appId, search, onSearch, onRefine }: PageProps) {
  const texts = useTexts('materials');
  const t = texts.materials;
  const tab: Tab = search.tab ?? 'drafts';
  const [shown, setShown] = useState<readonly Material[]>([]);
  const actions = useMaterialActions(appId);
  const removal = useRemoval(appId, (ids) => {
    if (search.open && ids.includes(search.open)) onSearch({ open: undefined, article: undefined });
  });
  const [publishing, setPublishing] = useState<{ open: boolean; material?: Material }>({ open: false });
  const sync = useSync(appId);
  const seen = useSeen(search);

  const panel: PanelProps = {
    appId,
    search,
    onSearch,
    onRefine,
    onShown: setShown,
    onOpen: (material) => onSearch({ open: material.media_id, article: undefined }),
    onRemove: removal.ask,
    onPublish: (material) => setPublishing({ open: true, material }),
    actions,
  };
  const banner =
    sync.run && sync.told ? (
      <SyncBanner
        run={sync.run}
        onRead={sync.read}
        onFull={() => onSearch({ panel: 'full' })}
        onDrafts={() => onRefine({ tab: 'drafts' })}
      />
    ) : null;
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          <>
            <Button
              icon={<Globe size={15} strokeWidth={1.75} aria-hidden="true" />}
              onClick={() => onSearch({ panel: 'publications' })}
            >
              {t.publishing.log}
            </Button>
            <SyncMenu
              appId={appId}
              run={sync.run}
              onIncremental={sync.incremental}
              onFull={() => onSearch({ panel: 'full' })}
              onRuns={() => onSearch({ panel: 'runs' })}
            />
          </>
        }
      />
      <Tabs appId={appId} tab={tab} onTab={(next) => onRefine({ tab: next })} />
      <section className={s.panel} id="materials-panel" role="tabpanel" aria-labelledby={`materials-${tab}`}>
        {tab === 'drafts' ? (
          <DraftsPanel {...panel} banner={banner} />
        ) : (
          <HistoryPanel {...panel} banner={banner} runs={sync.runs} />
        )}
      </section>
      <RemoveDialog removal={removal} />
      <Suspense>
        {seen.open ? (
          <PreviewDrawer
            appId={appId}
            mediaId={search.open}
            article={search.article ?? 0}
            siblings={shown}
            actions={actions}
            onShow={(open, article) => onSearch({ open, article: article || undefined })}
            onRemove={(material) => removal.ask([material])}
            onPublish={panel.onPublish}
            onClosed={focusRow}
          />
        ) : null}
        {seen.full ? (
          <SyncPlanDialog appId={appId} open={search.panel === 'full'} onClose={() => onSearch({ panel: undefined })} />
        ) : null}
        {seen.runs ? (
          <SyncRuns appId={appId} open={search.panel === 'runs'} onClose={() => onSearch({ panel: undefined })} />
        ) : null}
        {publishing.material ? (
          <PublishDialog
            appId={appId}
            material={publishing.material}
            open={publishing.open}
            onClose={() => setPublishing((now) => ({ ...now, open: false }))}
            onPublished={() => onSearch({ open: undefined, article: undefined, panel: 'publications' })}
          />
        ) : null}
        {seen.publications ? (
          <PublicationsDrawer
            appId={appId}
            open={search.panel === 'publications'}
            onClose={() => onSearch({ panel: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

/** What has been opened once stays mounted, so that closing it gives the focus back; what never was is not loaded. */
function useSeen(search: MaterialsSearch) {
  const { open, panel } = search;
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const now = [...(open === undefined ? [] : ['open']), ...(panel ? [panel] : [])];
  if (now.some((one) => !seen.has(one))) setSeen(new Set([...seen, ...now]));
  const was = (one: string) => seen.has(one) || now.includes(one);
  return { open: was('open'), full: was('full'), runs: was('runs'), publications: was('publications') };
}

/** The run to tell of, whether its end has been read, and starting an incremental one. */
function useSync(appId: string) {
  const texts = useTexts('syncs');
  const { message } = App.useApp();
  const { run, runs } = useRun(appId);
  const [readId, setReadId] = useState(() => recall(`sync-read.${appId}`));
  const start = useStartSync(appId);
  return {
    run,
    runs,
    told: run !== undefined && isTold(run, readId, Date.now()),
    read: () => {
      if (!run) return;
      remember(`sync-read.${appId}`, run.id);
      setReadId(run.id);
    },
    incremental: () =>
      start.mutate(
        { mode: 'incremental' },
        {
          onError: (error) => {
            const { title, cure } = failureWords(texts, asApiError(error).failure);
            void message.error(`${title}${texts.syncs.comma}${cure}`, 6);
          },
        },
      ),
  };
}

type TabsProps = { appId: string; tab: Tab; onTab: (tab: Tab) => void };

function Tabs({ appId, tab, onTab }: TabsProps) {
  const { materials: t } = useTexts('materials');
  const { data: overview } = useQuery(overviewQuery(appId));
  const { data: reading } = useQuery({ ...draftsQuery(appId), enabled: tab === 'drafts' });
  const totals: Record<Tab, number | undefined> = {
    drafts: reading?.total ?? overview?.counts.drafts,
    history: overview?.counts.history,
  };
  const names: Record<Tab, string> = { drafts: t.drafts, history: t.history };
  const items = tabs.map((key) => ({ key, label: names[key], count: totals[key] ?? null }));
  return <TabList id="materials" label={t.tabs} value={tab} tabs={items} onChange={onTab} />;
}
