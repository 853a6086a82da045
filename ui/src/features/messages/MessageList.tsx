import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { OnlyOne } from '@/components/activity/OnlyOne';
import { useCursorPaging } from '@/components/cursor-paging';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHead } from '@/components/PageHead';
import { TabList } from '@/components/TabList';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import s from './MessageList.module.css';
import { messageColumns, replyWords } from './message-columns';
import { messageFilter, messagePage, messagesQuery } from './queries';
import { type MessageSearch, type MessageTab, messageTabs, refineMessages } from './search';

const MessageDrawer = lazy(() => import('./MessageDrawer').then((m) => ({ default: m.MessageDrawer })));

const route = getRouteApi('/shell/accounts/$appId/messages');

/** 客服消息: what was to be sent beyond the passive reply, first of all what was not, with reasons and cures. */
export function MessageList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (change: Partial<MessageSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const onRefine = (change: Partial<MessageSearch>) =>
    void navigate({ search: (now) => refineMessages(now, change), replace: true });
  return <Page key={appId} appId={appId} search={search} onSearch={onSearch} onRefine={onRefine} />;
}

type Props = {
  appId: string;
  search: MessageSearch;
  onSearch: (change: Partial<MessageSearch>) => void;
  onRefine: (change: Partial<MessageSearch>) => void;
};

function Page({ appId, search, onSearch, onRefine }: Props) {
  const texts = useTexts('activity', 'replies');
  const t = texts.activity.messages;
  const tab = search.tab ?? 'unsent';
  const list = useQuery(messagesQuery(appId, search));
  const total = useQuery({ ...messagesQuery(appId, {}), enabled: tab !== 'unsent' });
  const [opened, setOpened] = useState(search.open !== undefined);
  if (search.open !== undefined && !opened) setOpened(true);
  const paging = useCursorPaging({
    list: JSON.stringify({ messages: appId, ...messageFilter({ ...search, cursor: undefined }) }),
    search,
    size: messagePage,
    page: list.data,
    turning: list.isPlaceholderData,
    onTurn: onSearch,
  });
  const lost = tab === 'unsent' && !search.openid ? list.data?.total : total.data?.total;
  return (
    <>
      <PageHead title={t.title} desc={t.lead} />
      <TabList
        id="messages"
        label={t.tabs}
        value={tab}
        tabs={messageTabs.map((key) => ({
          key,
          label: t.tab[key],
          count: key === 'unsent' ? (lost ?? null) : undefined,
        }))}
        onChange={(next) => onRefine({ tab: next })}
      />
      <section className={s.panel} id="messages-panel" role="tabpanel" aria-labelledby={`messages-${tab}`}>
        {search.openid ? (
          <div className={s.toolbar}>
            <OnlyOne appId={appId} openId={search.openid} onClear={() => onRefine({ openid: undefined })} />
          </div>
        ) : null}
        <DataTable
          label={t.tab[tab]}
          what={t.what}
          columns={messageColumns({
            appId,
            texts,
            onOpen: (message) => onSearch({ open: message.id }),
            onChoose: search.openid ? undefined : (openid) => onRefine({ openid }),
          })}
          rows={list.data?.items}
          query={list}
          rowKey={(message) => message.id}
          rowName={(message) => `${shortOpenId(message.openid)} ${replyWords(texts, message)}`}
          rowHeight={tab === 'unsent' ? 97 : 57}
          current={search.open}
          filter={search.openid ? { onClear: () => onRefine({ openid: undefined }) } : undefined}
          paging={paging}
          empty={<NoMessages appId={appId} tab={tab} />}
        />
      </section>
      <Suspense>
        {opened ? (
          <MessageDrawer
            appId={appId}
            id={search.open}
            listed={list.data?.items.find((message) => message.id === search.open)}
            onClose={() => onSearch({ open: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function NoMessages({ appId, tab }: { appId: string; tab: MessageTab }) {
  const { activity } = useTexts('activity');
  const t = activity.messages;
  const navigate = useNavigate();
  const toRules = {
    label: t.toRules,
    onClick: () => void navigate({ to: '/accounts/$appId/reply-rules', params: { appId } }),
  };
  return (
    <EmptyState
      drawing={tab === 'unsent' ? 'audit' : 'replies'}
      title={t.empties[tab].title}
      text={t.empties[tab].text}
      action={tab === 'unsent' || tab === 'waiting' ? undefined : toRules}
      quiet
    />
  );
}
