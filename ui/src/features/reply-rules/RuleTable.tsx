import { CopyPlus, Eye, MessageCircleQuestionMark, PencilLine, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '@/api/session';
import { DataTable, type Loading } from '@/components/DataTable';
import { Menu, type MenuItem } from '@/components/Menu';
import { useTexts } from '@/locales/context';
import type { ReplyRule, RuleKind } from './queries';
import s from './RuleTable.module.css';
import { ruleColumns } from './rule-columns';

type Props = {
  kind: RuleKind;
  rows: readonly ReplyRule[] | undefined;
  query: Loading;
  q: string;
  /** The rules of which a keyword never answers. */
  losing: ReadonlySet<string>;
  openId: string | undefined;
  filter: { search?: string | undefined; onClear: () => void } | undefined;
  empty: ReactNode;
  onOpen: (rule: ReplyRule) => void;
  onSwitch: (rule: ReplyRule, on: boolean) => void;
  onCopy: (rule: ReplyRule) => void;
  onTry: (rule: ReplyRule) => void;
  onDelete: (rule: ReplyRule) => void;
};

/** The rules of one kind, in the order in which they are asked. */
export function RuleTable(props: Props) {
  const { kind, rows, query, q, losing, openId, filter, empty } = props;
  const texts = useTexts('replyRules', 'replies');
  const t = texts.replyRules;
  const may = useMay('operator');
  const [menu, setMenu] = useState<{ rule: ReplyRule; anchor: HTMLElement }>();
  const columns = ruleColumns({
    texts,
    kind,
    q,
    may,
    losing,
    onOpen: props.onOpen,
    onSwitch: props.onSwitch,
    menuId: menu?.rule.id,
    onMenu: (rule, anchor) => setMenu({ rule, anchor }),
  });
  return (
    <div className={s.table}>
      <DataTable
        label={t.kinds[kind]}
        what={t.what}
        columns={columns}
        rows={rows}
        query={query}
        rowKey={(rule) => rule.id}
        rowName={(rule) => rule.name}
        rowHeight={69}
        current={openId}
        filter={filter}
        empty={empty}
      />
      <Menu
        label={menu ? texts.table.more({ name: menu.rule.name }) : ''}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        items={menu ? items(menu.rule) : []}
        end
      />
    </div>
  );

  function items(rule: ReplyRule): MenuItem[] {
    const open: MenuItem = {
      key: 'open',
      icon: may ? PencilLine : Eye,
      label: may ? texts.actions.edit : t.show,
      onSelect: () => props.onOpen(rule),
    };
    const trial: MenuItem = {
      key: 'try',
      icon: MessageCircleQuestionMark,
      label: t.tryIt,
      onSelect: () => props.onTry(rule),
    };
    const shown = rule.kind === 'keyword' ? [open, trial] : [open];
    if (!may) return shown;
    return [
      ...shown,
      { key: 'copy', icon: CopyPlus, label: t.duplicate, onSelect: () => props.onCopy(rule) },
      {
        key: 'delete',
        icon: Trash2,
        label: t.remove,
        danger: true,
        divided: true,
        onSelect: () => props.onDelete(rule),
      },
    ];
  }
}
