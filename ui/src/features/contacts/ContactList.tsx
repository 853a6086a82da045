import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { CloudDownload, History, Tag as TagSign, Tags } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Contact } from '@/api/client';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { BulkAction, BulkBar } from '@/components/BulkBar';
import { useCursorPaging } from '@/components/cursor-paging';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHead } from '@/components/PageHead';
import { SearchField } from '@/components/SearchField';
import { TaggingBanner } from '@/components/tagging/TaggingBanner';
import { recall, remember } from '@/lib/remembered';
import { useTexts } from '@/locales/context';
import { ColumnsButton } from './ColumnsButton';
import s from './ContactList.module.css';
import { contactColumns, type OptionalColumn, optionalColumns, usualColumns } from './contact-columns';
import { FilterSentence } from './FilterSentence';
import { contactName } from './names';
import { contactCountQuery, contactFilter, contactsQuery } from './queries';
import { SyncPlace } from './SyncPlace';
import { type ContactSearch, isNarrowed, pageSizes, refineContacts, unfiltered } from './search';
import type { TagJob } from './TagDialog';
import { useFollowerSync } from './use-sync';

const ContactDrawer = lazy(() => import('./ContactDrawer').then((m) => ({ default: m.ContactDrawer })));
const SyncPlanDialog = lazy(() =>
  import('@/components/syncs/SyncPlanDialog').then((m) => ({ default: m.SyncPlanDialog })),
);
const SyncRuns = lazy(() => import('@/components/syncs/SyncRuns').then((m) => ({ default: m.SyncRuns })));
const TagDialog = lazy(() => import('./TagDialog').then((m) => ({ default: m.TagDialog })));

const route = getRouteApi('/shell/accounts/$appId/contacts');

/** 联系人: who follows, and who wrote; found by conditions, tagged, and each with what happened. */
export function ContactList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go = (to: (now: ContactSearch) => ContactSearch) => void navigate({ search: to, replace: true });
  return <Page key={appId} appId={appId} search={search} go={go} />;
}

type Props = {
  appId: string;
  search: ContactSearch;
  go: (to: (now: ContactSearch) => ContactSearch) => void;
};

function Page({ appId, search, go }: Props) {
  const texts = useTexts('contacts', 'syncs', 'tags');
  const t = texts.contacts;
  const may = useMay('operator');
  const size = search.size ?? remembered();
  const list = useQuery(contactsQuery(appId, search, size));
  const counted = useQuery(contactCountQuery(appId, search));
  const { data: sheet } = useQuery(tagsQuery(appId));
  const [shown, setShown] = useState(rememberedColumns);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [job, setJob] = useState<{ open: boolean; job?: TagJob }>({ open: false });
  const sync = useFollowerSync(appId);
  const seen = useSeen(search);

  const onRefine = (change: Partial<ContactSearch>) => {
    setSelected(new Set());
    go((now) => refineContacts(now, change));
  };
  const onSearch = (change: Partial<ContactSearch>) => go((now) => ({ ...now, ...change }));
  const clear = () => go(unfiltered);
  const toSync = () => onSearch({ panel: 'sync' });
  const paging = useCursorPaging({
    list: JSON.stringify({ contacts: appId, size, ...contactFilter(search) }),
    search,
    size,
    page: list.data && { ...list.data, ...(counted.data !== undefined && { total: counted.data, total_more: false }) },
    turning: list.isPlaceholderData,
    onTurn: (to) => {
      setSelected(new Set());
      onSearch(to);
    },
  });
  const count = counted.isError ? null : counted.isPlaceholderData ? undefined : counted.data;
  const begin = (give: boolean, all: boolean) =>
    setJob({
      open: true,
      job: { give, ...(all ? { search, n: count ?? 0 } : { contacts: chosen(list.data?.items, selected) }) },
    });
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          <>
            <Button icon={<History size={15} aria-hidden="true" />} onClick={() => onSearch({ panel: 'runs' })}>
              {texts.syncs.runs}
            </Button>
            {may ? (
              <Button
                type="primary"
                icon={<CloudDownload size={16} strokeWidth={1.75} aria-hidden="true" />}
                disabled={sync.active}
                title={sync.active ? texts.syncs.already : undefined}
                onClick={toSync}
              >
                {texts.syncs.followersMenu}
              </Button>
            ) : null}
          </>
        }
      />
      <div className={s.banner}>
        <SyncPlace sync={sync} onSync={toSync} />
        <TaggingBanner appId={appId} />
      </div>
      <div className={s.body}>
        <div className={s.toolbar}>
          <SearchField
            label={t.search}
            placeholder={t.searchHint}
            value={search.q ?? ''}
            slash
            onSearch={(q) => onRefine({ q: q.trim() ? q : undefined })}
          />
          <span className={s.gap} />
          <ColumnsButton
            shown={shown}
            onChange={(next) => {
              remember('contact-columns', next.join(' '));
              setShown(next);
            }}
          />
        </div>
        <FilterSentence
          appId={appId}
          search={search}
          count={count}
          onRefine={onRefine}
          onSearch={(to) => go(() => to)}
        />
        {may && isNarrowed(search) && search.state !== 'not' && count ? (
          <p className={s.all}>
            <span>{t.bulk.all({ n: count })}</span>
            <button type="button" onClick={() => begin(true, true)}>
              {t.bulk.giveAll}
            </button>
            <button type="button" onClick={() => begin(false, true)}>
              {t.bulk.takeAll}
            </button>
          </p>
        ) : null}
        <DataTable
          label={t.title}
          what={t.what}
          columns={contactColumns({
            appId,
            texts,
            tags: sheet?.items,
            q: search.q ?? '',
            shown,
            onOpen: (contact) => onSearch({ open: contact.openid }),
          })}
          rows={list.data?.items}
          query={list}
          rowKey={(contact) => contact.openid}
          rowName={contactName}
          rowHeight={57}
          current={search.open}
          selection={may ? { keys: selected, onChange: setSelected } : undefined}
          filter={isNarrowed(search) ? { search: search.q, onClear: clear } : undefined}
          paging={
            paging && {
              ...paging,
              sizes: pageSizes,
              onSize: (next) => {
                remember('contacts-size', String(next));
                onRefine({ size: pageSizes.find((one) => one === next) });
              },
            }
          }
          empty={
            <EmptyState
              drawing="account"
              title={t.empty.title}
              text={t.empty.text}
              action={may && !sync.active ? { label: texts.syncs.followersMenu, onClick: toSync } : undefined}
            />
          }
        />
      </div>
      <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
        <BulkAction icon={TagSign} label={t.bulk.give} onClick={() => begin(true, false)} />
        <BulkAction icon={Tags} label={t.bulk.take} onClick={() => begin(false, false)} />
      </BulkBar>
      <Suspense>
        {job.job ? (
          <TagDialog
            appId={appId}
            open={job.open}
            job={job.job}
            onClose={() => setJob((now) => ({ ...now, open: false }))}
            onDone={() => setSelected(new Set())}
          />
        ) : null}
        {seen.open ? (
          <ContactDrawer appId={appId} openId={search.open} onClose={() => onSearch({ open: undefined })} />
        ) : null}
        {seen.sync ? (
          <SyncPlanDialog
            appId={appId}
            mode="followers"
            open={search.panel === 'sync'}
            onClose={() => onSearch({ panel: undefined })}
          />
        ) : null}
        {seen.runs ? (
          <SyncRuns
            appId={appId}
            scope="followers"
            open={search.panel === 'runs'}
            onClose={() => onSearch({ panel: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

/** What has been opened once stays mounted, so that closing it gives the focus back; what never was is not loaded. */
function useSeen(search: ContactSearch) {
  const now = { open: search.open !== undefined, sync: search.panel === 'sync', runs: search.panel === 'runs' };
  const [seen, setSeen] = useState(now);
  const next = { open: seen.open || now.open, sync: seen.sync || now.sync, runs: seen.runs || now.runs };
  if (next.open !== seen.open || next.sync !== seen.sync || next.runs !== seen.runs) setSeen(next);
  return next;
}

function chosen(contacts: readonly Contact[] | undefined, keys: ReadonlySet<string>): Contact[] {
  return contacts?.filter((contact) => keys.has(contact.openid)) ?? [];
}

function remembered() {
  const kept = Number(recall('contacts-size'));
  return pageSizes.find((size) => size === kept) ?? 50;
}

function rememberedColumns(): readonly OptionalColumn[] {
  const kept = recall('contact-columns');
  if (kept === undefined) return usualColumns;
  return optionalColumns.filter((key) => kept.split(' ').includes(key));
}
