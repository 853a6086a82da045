import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '@/api/session';
import { eventSentence } from '@/components/activity/event-words';
import { OnlyOne } from '@/components/activity/OnlyOne';
import { useCursorPaging } from '@/components/cursor-paging';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { FilterButton } from '@/components/FilterButton';
import { PageHead } from '@/components/PageHead';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import s from './EventList.module.css';
import { eventColumns } from './event-columns';
import { eventFilter, eventPage, eventsQuery } from './queries';
import { type EventSearch, eventKinds, refineEvents } from './search';

const EventDrawer = lazy(() => import('./EventDrawer').then((m) => ({ default: m.EventDrawer })));

const route = getRouteApi('/shell/accounts/$appId/events');

/** 事件: every push that came in, what answered it and how fast. */
export function EventList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (change: Partial<EventSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const onRefine = (change: Partial<EventSearch>) =>
    void navigate({ search: (now) => refineEvents(now, change), replace: true });
  return <Page key={appId} appId={appId} search={search} onSearch={onSearch} onRefine={onRefine} />;
}

type Props = {
  appId: string;
  search: EventSearch;
  onSearch: (change: Partial<EventSearch>) => void;
  onRefine: (change: Partial<EventSearch>) => void;
};

function Page({ appId, search, onSearch, onRefine }: Props) {
  const texts = useTexts('activity');
  const t = texts.activity.events;
  const list = useQuery(eventsQuery(appId, search));
  const [opened, setOpened] = useState(search.open !== undefined);
  if (search.open !== undefined && !opened) setOpened(true);
  const paging = useCursorPaging({
    list: JSON.stringify({ events: appId, ...eventFilter({ ...search, cursor: undefined }) }),
    search,
    size: eventPage,
    page: list.data,
    turning: list.isPlaceholderData,
    onTurn: onSearch,
  });
  const narrowed = Boolean(search.kind || search.answered || search.openid);
  const clear = () => onRefine({ kind: undefined, answered: undefined, openid: undefined });
  return (
    <>
      <PageHead title={t.title} desc={t.lead} />
      <div className={s.body}>
        <div className={s.toolbar}>
          <FilterButton
            label={t.kind}
            all={t.anyKind}
            value={search.kind}
            options={eventKinds.map((kind) => ({ value: kind, label: texts.activity.kinds[kind] }))}
            onChange={(kind) => onRefine({ kind })}
          />
          <FilterButton
            label={t.answered}
            all={t.answeredAll}
            value={search.answered}
            options={[
              { value: 'true', label: t.answeredYes },
              { value: 'false', label: t.answeredNo },
            ]}
            onChange={(answered) => onRefine({ answered })}
          />
          <OnlyOne appId={appId} openId={search.openid} onClear={() => onRefine({ openid: undefined })} />
        </div>
        <DataTable
          label={t.title}
          what={t.what}
          columns={eventColumns({
            appId,
            texts,
            onOpen: (event) => onSearch({ open: event.id }),
            onChoose: search.openid ? undefined : (openid) => onRefine({ openid }),
          })}
          rows={list.data?.items}
          query={list}
          rowKey={(event) => event.id}
          rowName={(event) => `${shortOpenId(event.openid ?? '')} ${eventSentence(texts, event)}`}
          rowHeight={57}
          current={search.open}
          filter={narrowed ? { onClear: clear } : undefined}
          paging={paging}
          empty={<NoEvents appId={appId} />}
        />
      </div>
      <Suspense>
        {opened ? <EventDrawer appId={appId} id={search.open} onClose={() => onSearch({ open: undefined })} /> : null}
      </Suspense>
    </>
  );
}

function NoEvents({ appId }: { appId: string }) {
  const { activity } = useTexts('activity');
  const t = activity.events.empty;
  const admin = useMay('admin');
  const navigate = useNavigate();
  const action = admin
    ? { label: t.action, onClick: () => void navigate({ to: '/settings/accounts/$appId', params: { appId } }) }
    : undefined;
  return <EmptyState drawing="audit" title={t.title} text={t.text} action={action} quiet />;
}
