import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Tag as TagSign, Tags } from 'lucide-react';
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
import { type ContactSearch, isNarrowed, pageSizes, refineContacts, unfiltered } from './search';
import type { TagJob } from './TagDialog';

const ContactDrawer = lazy(() => import('./ContactDrawer').then((m) => ({ default: m.ContactDrawer })));
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
  const texts = useTexts('contacts', 'tags');
  const t = texts.contacts;
  const may = useMay('operator');
  const size = search.size ?? remembered();
  const list = useQuery(contactsQuery(appId, search, size));
  const counted = useQuery(contactCountQuery(appId, search));
  const { data: sheet } = useQuery(tagsQuery(appId));
  const [shown, setShown] = useState(rememberedColumns);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [job, setJob] = useState<{ open: boolean; job?: TagJob }>({ open: false });
  const [opened, setOpened] = useState(search.open !== undefined);
  if (search.open !== undefined && !opened) setOpened(true);

  const onRefine = (change: Partial<ContactSearch>) => {
    setSelected(new Set());
    go((now) => refineContacts(now, change));
  };
  const onSearch = (change: Partial<ContactSearch>) => go((now) => ({ ...now, ...change }));
  const clear = () => go(unfiltered);
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
      <PageHead title={t.title} desc={t.lead} />
      <div className={s.banner}>
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
          empty={<EmptyState drawing="account" title={t.empty.title} text={t.empty.text} />}
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
        {opened ? (
          <ContactDrawer appId={appId} openId={search.open} onClose={() => onSearch({ open: undefined })} />
        ) : null}
      </Suspense>
    </>
  );
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
