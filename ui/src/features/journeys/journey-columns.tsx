import { Ellipsis } from 'lucide-react';
import type { Column } from '@/components/DataTable';
import { Highlight } from '@/components/Highlight';
import lists from '@/components/List.module.css';
import { RowAction } from '@/components/RowAction';
import { Time } from '@/components/Time';
import { dayAndClock } from '@/lib/dates';
import { count, percent } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import s from './JourneyList.module.css';
import { StateMark } from './StateMark';
import type { Journey } from './types';

type Options = {
  texts: Texts<'journeys'>;
  q: string;
  onOpen: (journey: Journey) => void;
  menuId: string | undefined;
  onMenu: (journey: Journey, anchor: HTMLElement) => void;
};

/** The columns of the journeys. */
export function journeyColumns({ texts, q, onOpen, menuId, onMenu }: Options): Column<Journey>[] {
  const { journeys: t } = texts;
  const figure = (key: string, title: string, of: (journey: Journey) => number): Column<Journey> => ({
    key,
    title,
    width: 'var(--figure)',
    align: 'end',
    render: (journey) => <span className={of(journey) === 0 ? lists.quiet : 'num'}>{count(of(journey))}</span>,
  });
  return [
    {
      key: 'journey',
      title: t.columns.journey,
      render: (journey) => (
        <div className={lists.lead}>
          <button
            type="button"
            className={lists.name}
            data-primary
            title={journey.name}
            onClick={() => onOpen(journey)}
          >
            <Highlight text={journey.name || t.unnamed} search={q} />
          </button>
          <p className={s.under}>
            {journey.version > 0 ? <span>{t.version({ version: journey.version })}</span> : null}
            {journey.changed && journey.version > 0 ? <span className={s.changed}>{t.changed}</span> : null}
            {journey.next_run_at ? <span>{t.nextRun({ at: dayAndClock(journey.next_run_at) })}</span> : null}
            {journey.version === 0 && journey.problems.some((p) => !p.warning) ? (
              <span>{t.toFinish({ n: journey.problems.filter((p) => !p.warning).length })}</span>
            ) : null}
          </p>
        </div>
      ),
    },
    { key: 'state', title: t.columns.state, width: '96px', render: ({ state }) => <StateMark state={state} /> },
    figure('entered', t.columns.entered, ({ counts }) => counts.entered),
    figure('inside', t.columns.inside, ({ counts }) => counts.inside),
    {
      ...figure('finished', t.columns.finished, ({ counts }) => counts.finished),
      render: ({ counts }) => (
        <div className={s.figure}>
          <span className={counts.finished === 0 ? lists.quiet : 'num'}>{count(counts.finished)}</span>
          {counts.dropped > 0 ? <small>{t.droppedCount({ n: counts.dropped })}</small> : null}
        </div>
      ),
    },
    {
      key: 'delivered',
      title: <span title={t.deliveredHint}>{t.columns.delivered}</span>,
      width: 'var(--delivered)',
      align: 'end',
      render: ({ counts: { sent, unsent } }) =>
        sent + unsent === 0 ? (
          <span className={lists.quiet}>–</span>
        ) : (
          <div className={s.figure}>
            <span className="num">{percent(sent / (sent + unsent))}</span>
            <small>{t.deliveredOf({ sent, all: sent + unsent })}</small>
          </div>
        ),
    },
    { key: 'updated', title: t.columns.updated, width: '104px', render: ({ updated_at }) => <Time at={updated_at} /> },
    {
      key: 'actions',
      title: texts.actions.more,
      untitled: true,
      width: '48px',
      align: 'end',
      render: (journey) => (
        <RowAction
          icon={Ellipsis}
          title={texts.actions.more}
          label={texts.table.more({ name: journey.name })}
          menu
          expanded={menuId === journey.id}
          onClick={(event) => onMenu(journey, event.currentTarget)}
        />
      ),
    },
  ];
}
