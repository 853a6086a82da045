import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { useCursorPaging } from '@/components/cursor-paging';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { FilterButton } from '@/components/FilterButton';
import { PageHead } from '@/components/PageHead';
import { useTexts } from '@/locales/context';
import s from './MassSends.module.css';
import { massColumns } from './mass-columns';
import { massFilter, massPage, massRulesQuery, massSendsQuery } from './queries';
import { type MassSearch, massStates } from './search';

const route = getRouteApi('/shell/accounts/$appId/mass-sends');

/** 群发: what was sent to many, is going to be, or is being composed. */
export function MassSendList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const may = useMay('operator');
  const list = useQuery(massSendsQuery(appId, search));
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const onSearch = (change: Partial<MassSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const onState = (state: MassSearch['state']) => void navigate({ search: state ? { state } : {}, replace: true });
  const open = (id: string) => void navigate({ to: '/accounts/$appId/mass-sends/$id', params: { appId, id } });
  const create = () => open('new');
  const paging = useCursorPaging({
    list: JSON.stringify({ massSends: appId, ...massFilter({ ...search, cursor: undefined }) }),
    search,
    size: massPage,
    page: list.data,
    turning: list.isPlaceholderData,
    onTurn: onSearch,
  });
  const some = search.state !== undefined || (list.data?.items.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          may ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={create}>
              {t.create}
            </Button>
          ) : undefined
        }
      />
      <section className={s.panel}>
        {some ? (
          <div className={s.toolbar}>
            <FilterButton
              label={t.filter}
              all={t.all}
              value={search.state}
              options={massStates.map((value) => ({ value, label: t.states[value] }))}
              onChange={onState}
            />
            <Quota appId={appId} />
          </div>
        ) : null}
        <DataTable
          label={t.title}
          what={t.what}
          columns={massColumns({ texts, tags, onOpen: (send) => open(send.id) })}
          rows={list.data?.items}
          query={list}
          rowKey={(send) => send.id}
          rowName={(send) => send.title || t.untitled}
          rowHeight={72}
          filter={search.state ? { onClear: () => onState(undefined) } : undefined}
          paging={paging}
          empty={
            <EmptyState
              drawing="articles"
              title={t.empty.title}
              text={may ? t.empty.text : t.empty.viewer}
              action={may ? { label: t.create, onClick: create } : undefined}
            />
          }
        />
      </section>
    </>
  );
}

function Quota({ appId }: { appId: string }) {
  const { massSends: t } = useTexts('massSends');
  // A send that just went out counts already.
  const quota = useQuery({ ...massRulesQuery(appId), refetchOnMount: 'always' }).data?.quota;
  if (!quota) return null;
  return (
    <p className={`${s.quota} num`}>
      {t.quota[quota.period](quota)}
      <small>{t.quota.note}</small>
    </p>
  );
}
