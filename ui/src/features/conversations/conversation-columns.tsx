import { Ellipsis } from 'lucide-react';
import type { Column } from '@/components/DataTable';
import { Highlight } from '@/components/Highlight';
import lists from '@/components/List.module.css';
import { RowAction } from '@/components/RowAction';
import { Time } from '@/components/Time';
import { count } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import s from './ConversationTable.module.css';
import { problems } from './filter';
import type { Conversation } from './queries';
import { Uses } from './Uses';

type Options = {
  texts: Texts<'conversations'>;
  q: string;
  /** The conversations that followers can get to. */
  reachable: ReadonlySet<string>;
  onOpen: (conversation: Conversation) => void;
  /** The conversation whose menu is open. */
  menuId: string | undefined;
  onMenu: (conversation: Conversation, anchor: HTMLElement) => void;
};

const shownOptions = 3;

/** The columns of the conversations. */
export function conversationColumns(options: Options): Column<Conversation>[] {
  const { texts, reachable, menuId, onMenu } = options;
  const t = texts.conversations;
  return [
    { key: 'conversation', title: t.columns.conversation, render: (c) => <Lead conversation={c} {...options} /> },
    {
      key: 'options',
      title: t.columns.options,
      width: 'var(--options)',
      render: (c) => <OptionsCell conversation={c} texts={texts} q={options.q} />,
    },
    {
      key: 'uses',
      title: t.columns.startedBy,
      width: 'var(--uses)',
      render: (c) => (
        <div className={s.uses}>
          <Uses uses={c.used_by} max={2} />
          {reachable.has(c.id) ? null : (
            <em className={lists.mark} title={t.noStartHint}>
              {t.noStart}
            </em>
          )}
        </div>
      ),
    },
    {
      key: 'starts',
      title: <span title={t.startsHint}>{t.columns.starts}</span>,
      width: '64px',
      align: 'end',
      render: (c) => <span className={c.starts === 0 ? lists.quiet : 'num'}>{count(c.starts)}</span>,
    },
    { key: 'updated', title: t.columns.updated, width: '104px', render: (c) => <Time at={c.updated_at} /> },
    {
      key: 'actions',
      title: texts.actions.more,
      untitled: true,
      width: '48px',
      align: 'end',
      render: (c) => (
        <RowAction
          icon={Ellipsis}
          title={texts.actions.more}
          label={texts.table.more({ name: c.name })}
          menu
          expanded={menuId === c.id}
          onClick={(event) => onMenu(c, event.currentTarget)}
        />
      ),
    },
  ];
}

function Lead({ conversation: c, texts, q, onOpen }: Options & { conversation: Conversation }) {
  const t = texts.conversations;
  const broken = problems(c);
  return (
    <div className={lists.lead}>
      <div className={lists.head}>
        <button type="button" className={lists.name} data-primary title={c.name} onClick={() => onOpen(c)}>
          <Highlight text={c.name} search={q} />
        </button>
        {broken > 0 ? <em className={lists.mark}>{t.problems({ n: broken })}</em> : null}
      </div>
      <p className={s.opening} title={c.opening}>
        <Highlight text={c.opening} search={q} />
      </p>
    </div>
  );
}

function OptionsCell({ conversation, texts, q }: { conversation: Conversation; texts: Options['texts']; q: string }) {
  const t = texts.conversations;
  const { options } = conversation;
  const rest = options.length - shownOptions;
  return (
    <ol className={s.options} aria-label={t.optionsCount({ n: options.length })}>
      {options.slice(0, rest === 1 ? undefined : shownOptions).map((option) => (
        <li key={option.id} title={option.label}>
          <Highlight text={option.label} search={q} />
        </li>
      ))}
      {rest > 1 ? <li className={lists.quiet}>{t.moreOptions({ n: rest })}</li> : null}
    </ol>
  );
}
