import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/session';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { FilterButton } from '@/components/FilterButton';
import lists from '@/components/List.module.css';
import { Menu } from '@/components/Menu';
import { PageHead } from '@/components/PageHead';
import { SearchField } from '@/components/SearchField';
import { useLocale, useTexts } from '@/locales/context';
import { type Asked, JourneyDialogs } from './JourneyDialogs';
import s from './JourneyList.module.css';
import { journeyColumns } from './journey-columns';
import { deedItems } from './journey-deeds';
import { journeysQuery, useCreate } from './queries';
import { type JourneysSearch, journeyStates } from './search';
import { TemplateCards } from './TemplateCards';
import type { Journey } from './types';
import { useDeeds } from './use-deeds';

const route = getRouteApi('/shell/accounts/$appId/journeys');

/** 客户旅程: the journeys of the account, how many people are in each and how much arrives. */
export function JourneyList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const texts = useTexts('journeys');
  const { journeys: t } = texts;
  const may = useMay('operator');
  const list = useQuery(journeysQuery(appId));
  const creating = useCreate(appId);
  const { language } = useLocale();
  const deeds = useDeeds(appId);
  const [menu, setMenu] = useState<{ journey: Journey; anchor: HTMLElement }>();
  const [dialog, setDialog] = useState<{ open: boolean; asked?: Asked; journey?: Journey }>({ open: false });

  const onSearch = (change: Partial<JourneysSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const open = ({ id }: Pick<Journey, 'id'>) =>
    void navigate({ to: '/accounts/$appId/journeys/$id', params: { appId, id } });
  const take = (name: string, template?: string) =>
    creating.mutate({ name, ...(template && { template, language }) }, { onSuccess: open });
  const all = list.data;
  const narrowed = Boolean(search.q || search.state) && all !== undefined && all.length > 0;
  const templates = search.panel === 'templates';
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          may && all && all.length > 0 ? (
            <Button
              type="primary"
              icon={<Plus size={15} aria-hidden="true" />}
              onClick={() => onSearch({ panel: 'templates' })}
            >
              {t.create}
            </Button>
          ) : undefined
        }
      />
      <section className={lists.panel}>
        {all && all.length > 0 ? (
          <div className={lists.toolbar}>
            <SearchField
              label={t.search}
              placeholder={t.searchHint}
              value={search.q ?? ''}
              slash
              onSearch={(q) => onSearch({ q: q.trim() || undefined })}
            />
            <FilterButton
              label={t.filter}
              all={t.all}
              value={search.state}
              options={journeyStates.map((value) => ({ value, label: t.states[value] }))}
              onChange={(state) => onSearch({ state })}
            />
          </div>
        ) : null}
        <div className={s.table}>
          <DataTable
            label={t.title}
            what={t.what}
            columns={journeyColumns({
              texts,
              q: search.q ?? '',
              onOpen: open,
              menuId: menu?.journey.id,
              onMenu: (journey, anchor) => setMenu({ journey, anchor }),
            })}
            rows={all && filtered(all, search)}
            query={list}
            rowKey={(journey) => journey.id}
            rowName={(journey) => journey.name}
            rowHeight={72}
            filter={
              narrowed ? { search: search.q, onClear: () => onSearch({ q: undefined, state: undefined }) } : undefined
            }
            empty={
              <>
                <EmptyState drawing="conversation" title={t.empty.title} text={may ? t.empty.text : t.lead} />
                {may ? (
                  <div className={s.start}>
                    <TemplateCards appId={appId} disabled={creating.isPending} onTake={take} />
                    {creating.error ? <ErrorState error={creating.error} inline /> : null}
                  </div>
                ) : null}
              </>
            }
          />
        </div>
      </section>
      <Menu
        label={menu ? texts.table.more({ name: menu.journey.name }) : ''}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        end
        items={menu ? items(menu.journey) : []}
      />
      <Modal
        open={templates}
        title={t.templatesTitle}
        width={820}
        centered
        footer={null}
        closable={{ 'aria-label': texts.actions.close }}
        onCancel={() => onSearch({ panel: undefined })}
      >
        <p className={s.lead2}>{t.templatesLead}</p>
        <TemplateCards appId={appId} disabled={creating.isPending} onTake={take} />
        {creating.error ? <ErrorState error={creating.error} inline /> : null}
      </Modal>
      <JourneyDialogs appId={appId} {...dialog} onClose={() => setDialog((d) => ({ ...d, open: false }))} />
    </>
  );

  function items(journey: Journey) {
    const first = { key: 'open', label: may ? t.open : t.show, onSelect: () => open(journey) };
    const report = {
      key: 'report',
      label: t.report,
      onSelect: () =>
        void navigate({
          to: '/accounts/$appId/journeys/$id',
          params: { appId, id: journey.id },
          search: { view: 'report' },
        }),
    };
    if (!may) return [first, report];
    return [
      first,
      report,
      ...deedItems(texts, journey, {
        onAsk: (asked) => setDialog({ open: true, asked, journey }),
        onPause: () => deeds.pause(journey),
        onResume: () => deeds.resume(journey),
        onCopy: () => deeds.copy(journey, open),
      }),
    ];
  }
}

/** The journeys that the address asks for, those changed last first. */
export function filtered(all: readonly Journey[], { q = '', state }: JourneysSearch): Journey[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .filter((journey) => !state || journey.state === state)
    .filter((journey) => words.every((word) => journey.name.toLowerCase().includes(word)))
    .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at));
}
