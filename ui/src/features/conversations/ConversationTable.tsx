import { CopyPlus, Eye, PencilLine, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '@/api/session';
import { DataTable, type Loading } from '@/components/DataTable';
import { Menu, type MenuItem } from '@/components/Menu';
import { useTexts } from '@/locales/context';
import s from './ConversationTable.module.css';
import { conversationColumns } from './conversation-columns';
import type { Conversation } from './queries';

type Props = {
  rows: readonly Conversation[] | undefined;
  reachable: ReadonlySet<string>;
  query: Loading;
  q: string;
  filter: { search?: string | undefined; onClear: () => void } | undefined;
  empty: ReactNode;
  onOpen: (conversation: Conversation) => void;
  onCopy: (conversation: Conversation) => void;
  onDelete: (conversation: Conversation) => void;
};

/** The conversations of the account, those changed last first. */
export function ConversationTable(props: Props) {
  const { rows, reachable, query, q, filter, empty, onOpen } = props;
  const texts = useTexts('conversations');
  const t = texts.conversations;
  const may = useMay('operator');
  const [menu, setMenu] = useState<{ conversation: Conversation; anchor: HTMLElement }>();
  const columns = conversationColumns({
    texts,
    q,
    reachable,
    onOpen,
    menuId: menu?.conversation.id,
    onMenu: (conversation, anchor) => setMenu({ conversation, anchor }),
  });
  return (
    <div className={s.table}>
      <DataTable
        label={t.title}
        what={t.what}
        columns={columns}
        rows={rows}
        query={query}
        rowKey={(c) => c.id}
        rowName={(c) => c.name}
        rowHeight={86}
        filter={filter}
        empty={empty}
      />
      <Menu
        label={menu ? texts.table.more({ name: menu.conversation.name }) : ''}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        items={menu ? items(menu.conversation) : []}
        end
      />
    </div>
  );

  function items(conversation: Conversation): MenuItem[] {
    const open: MenuItem = {
      key: 'open',
      icon: may ? PencilLine : Eye,
      label: may ? texts.actions.edit : t.show,
      onSelect: () => onOpen(conversation),
    };
    if (!may) return [open];
    return [
      open,
      { key: 'copy', icon: CopyPlus, label: t.duplicate, onSelect: () => props.onCopy(conversation) },
      {
        key: 'delete',
        icon: Trash2,
        label: t.remove,
        danger: true,
        divided: true,
        onSelect: () => props.onDelete(conversation),
      },
    ];
  }
}
