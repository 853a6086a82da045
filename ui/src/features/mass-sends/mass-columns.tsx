import type { Tag } from '@/api/client';
import type { Column } from '@/components/DataTable';
import lists from '@/components/List.module.css';
import { NoteChip } from '@/components/Note';
import { Time } from '@/components/Time';
import { count } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import s from './MassSends.module.css';
import type { MassSend } from './queries';
import { StateMark } from './StateMark';
import { audienceWords, reasonWords, waits } from './words';

type Options = { texts: Texts<'massSends'>; tags: readonly Tag[] | undefined; onOpen: (send: MassSend) => void };

/** The columns of the mass sends. */
export function massColumns({ texts, tags, onOpen }: Options): Column<MassSend>[] {
  const t = texts.massSends;
  return [
    {
      key: 'material',
      title: t.columns.material,
      render: (send) => (
        <div className={lists.lead}>
          <button
            type="button"
            className={`${lists.name} ${s.name}`}
            data-primary
            title={send.title}
            onClick={() => onOpen(send)}
          >
            {send.title || t.untitled}
            {send.article_count > 1 ? <small className="num">{t.several({ n: send.article_count })}</small> : null}
          </button>
          {send.note ? <NoteChip text={send.note} /> : null}
        </div>
      ),
    },
    { key: 'audience', title: t.columns.audience, width: '17%', render: (send) => audienceWords(texts, send, tags) },
    { key: 'state', title: t.columns.state, width: '25%', render: (send) => <StateCell send={send} texts={texts} /> },
    { key: 'time', title: t.columns.time, width: '112px', render: (send) => <Time at={timeOf(send)} /> },
    {
      key: 'counts',
      title: <span title={t.countsHint}>{t.columns.counts}</span>,
      width: '168px',
      align: 'end',
      render: (send) => <Counts send={send} texts={texts} />,
    },
  ];
}

/** When it went out or is to; before that, when it last changed. */
export function timeOf(send: MassSend): string {
  return send.sent_at ?? send.scheduled_at ?? send.updated_at;
}

function StateCell({ send, texts }: { send: MassSend; texts: Texts<'massSends'> }) {
  // That approval was asked for is what the mark says.
  const reason = waits(send) ? undefined : reasonWords(texts, send.reason);
  return (
    <>
      <StateMark send={send} />
      {reason ? (
        <p className={s.reason}>
          {reason.title}
          {reason.cure ? <small>{reason.cure}</small> : null}
        </p>
      ) : null}
    </>
  );
}

function Counts({ send: { counts, state }, texts }: { send: MassSend; texts: Texts<'massSends'> }) {
  const t = texts.massSends;
  if (!counts) {
    const never = state === 'sent' || state === 'deleted' || state === 'unknown';
    return <span className={s.quiet}>{never ? t.countsUnknown : t.countsNone}</span>;
  }
  return (
    <span className={`${s.counts} num`}>
      <b>{count(counts.sent)}</b> / {count(counts.filtered)} / {count(counts.failed)}
    </span>
  );
}
