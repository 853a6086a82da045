import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { Plus, SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '@/api/session';
import { FilterButton } from '@/components/FilterButton';
import lists from '@/components/List.module.css';
import { PageHead } from '@/components/PageHead';
import { TabList } from '@/components/TabList';
import { useTexts } from '@/locales/context';
import s from './MassSends.module.css';
import { massRulesQuery, massSendsQuery } from './queries';
import { SendTable } from './SendTable';
import { type MassSearch, massStates } from './search';

const SendCalendar = lazy(async () => ({ default: (await import('./SendCalendar')).SendCalendar }));

const SettingsDrawer = lazy(async () => ({ default: (await import('./SettingsDrawer')).SettingsDrawer }));

const route = getRouteApi('/shell/accounts/$appId/mass-sends');

/** 群发: what was sent to many, is going to be, or is being composed, as a list or by the days of a month. */
export function MassSendList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { massSends: t } = useTexts('massSends');
  const may = useMay('operator');
  const calendar = search.view === 'calendar';
  const list = useQuery({ ...massSendsQuery(appId, search), enabled: !calendar });
  const onSearch = (change: Partial<MassSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const onState = (state: MassSearch['state']) => {
    const kept: MassSearch = calendar ? { view: 'calendar', ...(search.day && { day: search.day }) } : {};
    void navigate({ search: state ? { ...kept, state } : kept, replace: true });
  };
  const open = (id: string) => void navigate({ to: '/accounts/$appId/mass-sends/$id', params: { appId, id } });
  const create = () => open('new');
  const settings = useSeen(search.panel === 'settings');
  const some = calendar || search.state !== undefined || (list.data?.items.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          <>
            <Button
              icon={<SlidersHorizontal size={15} aria-hidden="true" />}
              onClick={() => onSearch({ panel: 'settings' })}
            >
              {t.settings.open}
            </Button>
            {may ? (
              <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={create}>
                {t.create}
              </Button>
            ) : null}
          </>
        }
      />
      <TabList
        id="mass-sends"
        label={t.views.label}
        value={calendar ? 'calendar' : 'list'}
        tabs={[
          { key: 'list', label: t.views.list },
          { key: 'calendar', label: t.views.calendar },
        ]}
        onChange={(view) =>
          void navigate({
            search: ({ state }) => ({ ...(view === 'calendar' && { view }), ...(state && { state }) }),
            replace: true,
          })
        }
      />
      <section
        id="mass-sends-panel"
        role="tabpanel"
        aria-labelledby={calendar ? 'mass-sends-calendar' : 'mass-sends-list'}
        className={lists.panel}
      >
        {some ? (
          <div className={lists.toolbar}>
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
        {calendar ? (
          <Suspense fallback={<Skeleton active paragraph={{ rows: 10 }} />}>
            <SendCalendar
              appId={appId}
              state={search.state}
              chosen={search.day}
              onDay={(day) => void navigate({ search: (now) => ({ ...now, day }), replace: true })}
            />
          </Suspense>
        ) : (
          <SendTable
            appId={appId}
            search={search}
            list={list}
            onSearch={onSearch}
            onClear={() => onState(undefined)}
            onOpen={open}
          />
        )}
      </section>
      <Suspense>
        {settings.seen ? (
          <SettingsDrawer appId={appId} open={settings.open} onClose={() => onSearch({ panel: undefined })} />
        ) : null}
      </Suspense>
    </>
  );
}

/** Once opened the drawer stays mounted, so that closing it gives the focus back. */
function useSeen(open: boolean) {
  const [seen, setSeen] = useState(open);
  if (open && !seen) setSeen(true);
  return { seen: seen || open, open };
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
