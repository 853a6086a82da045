import { Ellipsis } from 'lucide-react';
import type { Column } from '@/components/DataTable';
import { Highlight } from '@/components/Highlight';
import lists from '@/components/List.module.css';
import { RowAction } from '@/components/RowAction';
import { RowSwitch } from '@/components/RowSwitch';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { count } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import { KeywordChips } from './KeywordChips';
import type { ReplyRule, RuleKind } from './queries';
import s from './RuleTable.module.css';
import { dutyWords } from './rule-words';

type Options = {
  texts: Texts<'replyRules' | 'replies'>;
  kind: RuleKind;
  q: string;
  may: boolean;
  losing: ReadonlySet<string>;
  onOpen: (rule: ReplyRule) => void;
  onSwitch: (rule: ReplyRule, on: boolean) => void;
  /** The rule whose menu is open. */
  menuId: string | undefined;
  onMenu: (rule: ReplyRule, anchor: HTMLElement) => void;
};

/** The columns of the rules; those that are not keyword rules have no keywords. */
export function ruleColumns(options: Options): Column<ReplyRule>[] {
  const { texts, may, menuId, onSwitch, onMenu } = options;
  const t = texts.replyRules;
  return [
    {
      key: 'rule',
      title: t.columns.rule,
      width: 'var(--rule)',
      render: (rule) => <RuleCell rule={rule} {...options} />,
    },
    { key: 'replies', title: t.columns.replies, render: (rule) => <RepliesCell rule={rule} texts={texts} /> },
    {
      key: 'hours',
      title: t.columns.hours,
      width: 'var(--hours)',
      render: (rule) => <DutyCell rule={rule} texts={texts} />,
    },
    {
      key: 'priority',
      title: t.columns.priority,
      width: 'var(--priority)',
      align: 'end',
      render: (rule) => <span className={rule.priority === 0 ? lists.quiet : 'num'}>{rule.priority}</span>,
    },
    {
      key: 'hits',
      title: <span title={t.hitsHint}>{t.columns.hits}</span>,
      width: '64px',
      align: 'end',
      render: (rule) => <span className={rule.hits === 0 ? lists.quiet : 'num'}>{count(rule.hits)}</span>,
    },
    {
      key: 'state',
      title: t.columns.state,
      width: '62px',
      render: (rule) => (
        <RowSwitch
          label={t.turnOn({ name: rule.name })}
          on={rule.active}
          disabled={!may}
          title={may ? undefined : t.viewerOnly}
          onChange={(on) => onSwitch(rule, on)}
        />
      ),
    },
    {
      key: 'actions',
      title: texts.actions.more,
      untitled: true,
      width: '48px',
      align: 'end',
      render: (rule) => (
        <RowAction
          icon={Ellipsis}
          title={texts.actions.more}
          label={texts.table.more({ name: rule.name })}
          menu
          expanded={menuId === rule.id}
          onClick={(event) => onMenu(rule, event.currentTarget)}
        />
      ),
    },
  ];
}

function RuleCell({ rule, texts, q, losing, onOpen }: Options & { rule: ReplyRule }) {
  const t = texts.replyRules;
  return (
    <div className={rule.active ? s.rule : `${s.rule} ${s.off}`}>
      <div className={lists.head}>
        <button type="button" className={lists.name} data-primary title={rule.name} onClick={() => onOpen(rule)}>
          <Highlight text={rule.name} search={q} />
        </button>
        {losing.has(rule.id) ? <em className={lists.mark}>{t.clashLoses}</em> : null}
      </div>
      {rule.keywords.length > 0 ? <KeywordChips keywords={rule.keywords} q={q} /> : null}
    </div>
  );
}

function RepliesCell({ rule, texts }: { rule: ReplyRule; texts: Texts<'replyRules'> }) {
  const t = texts.replyRules;
  const [first] = rule.replies;
  const n = rule.replies.length;
  return (
    <div className={rule.active ? s.replies : `${s.replies} ${s.off}`}>
      {first ? <ReplyLine reply={first} /> : null}
      {n > 1 ? <small>{rule.mode === 'random' ? t.randomReplies({ n }) : t.moreReplies({ n })}</small> : null}
    </div>
  );
}

function DutyCell({ rule, texts }: { rule: ReplyRule; texts: Texts<'replyRules'> }) {
  const [days, hours] = dutyWords(texts, rule);
  const always = rule.days.length === 0 && !rule.from && !rule.until;
  return (
    <div className={always ? `${s.duty} ${lists.quiet}` : s.duty}>
      <span>{days}</span>
      <small className="num">{hours}</small>
    </div>
  );
}
