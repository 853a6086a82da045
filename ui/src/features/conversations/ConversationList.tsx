import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/session';
import { ButtonGroup } from '@/components/ButtonGroup';
import { EmptyState } from '@/components/EmptyState';
import lists from '@/components/List.module.css';
import { PageHead } from '@/components/PageHead';
import { conversationsQuery } from '@/components/reply-editor/queries';
import { SearchField } from '@/components/SearchField';
import { useTexts } from '@/locales/context';
import { ConversationTable } from './ConversationTable';
import { DeleteConversation } from './DeleteConversation';
import { filtered, problems } from './filter';
import type { Conversation } from './queries';
import type { ConversationsSearch } from './search';
import { reached } from './ways';

const route = getRouteApi('/shell/accounts/$appId/conversations');

/** 菜单会话: the conversations of the account, what starts each, and how often. */
export function ConversationList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const texts = useTexts('conversations');
  const t = texts.conversations;
  const may = useMay('operator');
  const query = useQuery(conversationsQuery(appId));
  const [deleting, setDeleting] = useState<{ open: boolean; conversation?: Conversation }>({ open: false });

  const all = query.data;
  const reachable = reached(all ?? []);
  const onSearch = (change: Partial<ConversationsSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const open = (id: string, copy?: string) =>
    void navigate({ to: '/accounts/$appId/conversations/$id', params: { appId, id }, search: copy ? { copy } : {} });
  const create = () => open('new');
  const narrowed = Boolean(search.q || search.state) && all !== undefined && all.length > 0;
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
      <section className={lists.panel}>
        {all && all.length > 0 ? <Toolbar all={all} reachable={reachable} search={search} onSearch={onSearch} /> : null}
        <ConversationTable
          rows={all && filtered(all, search)}
          reachable={reachable}
          query={query}
          q={search.q ?? ''}
          filter={
            narrowed ? { search: search.q, onClear: () => onSearch({ q: undefined, state: undefined }) } : undefined
          }
          empty={
            <EmptyState
              drawing="conversation"
              title={t.empty.title}
              text={t.empty.text}
              action={may ? { label: t.create, onClick: create } : undefined}
              steps={may ? t.empty.steps : undefined}
            />
          }
          onOpen={(c) => open(c.id)}
          onCopy={(c) => open('new', c.id)}
          onDelete={(conversation) => setDeleting({ open: true, conversation })}
        />
      </section>
      <DeleteConversation appId={appId} {...deleting} onClose={() => setDeleting((now) => ({ ...now, open: false }))} />
    </>
  );
}

type ToolbarProps = {
  all: readonly Conversation[];
  reachable: ReadonlySet<string>;
  search: ConversationsSearch;
  onSearch: (change: Partial<ConversationsSearch>) => void;
};

/** Search, and the states that some of the conversations are in; both are in the address. */
function Toolbar({ all, reachable, search, onSearch }: ToolbarProps) {
  const { conversations: t } = useTexts('conversations');
  const states = [
    [undefined, t.anyState, true],
    ['unreached', t.unreached, all.some((c) => !reachable.has(c.id))],
    ['problem', t.problem, all.some((c) => problems(c) > 0)],
  ] as const;
  const shown = states
    .filter(([state, , some]) => some || state === search.state)
    .map(([value, label]) => ({ value, label }));
  return (
    <div className={lists.toolbar}>
      <SearchField
        label={t.search}
        placeholder={t.searchHint}
        value={search.q ?? ''}
        slash
        onSearch={(q) => onSearch({ q: q.trim() || undefined })}
      />
      {shown.length > 1 ? (
        <ButtonGroup
          label={t.filterState}
          value={search.state}
          options={shown}
          onChange={(state) => onSearch({ state })}
        />
      ) : null}
      <span className={`${lists.told} num`}>
        {t.counted({ n: all.length, starts: all.reduce((sum, c) => sum + c.starts, 0) })}
      </span>
    </div>
  );
}
