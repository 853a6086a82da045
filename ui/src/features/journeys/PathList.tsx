import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX, Clock, CornerDownRight, Flag, LogIn, type LucideIcon, Send } from 'lucide-react';
import type { Message } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { dayAndClock, exact } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './PathList.module.css';
import { pathQuery } from './queries';
import type { Journey, Move, Step } from './types';
import { exitWords, type JourneyTexts, type Names, stepName } from './words';

const icons: Record<Move['what'], LucideIcon> = {
  entered: LogIn,
  waits: Clock,
  passed: CornerDownRight,
  sent: Send,
  unsent: CircleX,
  finished: Flag,
  dropped: CircleX,
};

type Props = { appId: string; journey: Journey; names: Names; id: string };

/** The way one person went, line by line: when, at which step, what happened. */
export function PathList({ appId, journey, names, id }: Props) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t, state } = texts;
  const query = useQuery(pathQuery(appId, journey.id, id));
  if (query.error && !query.data) {
    return <ErrorState what={t.path.what} error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <p role="status">{state.loading}</p>;
  const { path, steps, messages, state: stands, next_at } = query.data;
  const lines = telling(path);
  if (lines.length === 0) return <p className={s.none}>{t.tryEmpty}</p>;
  return (
    <ol className={s.path}>
      {lines.map((move, i) => {
        const Icon = move.what === 'finished' ? CircleCheck : icons[move.what];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path only grows
          <li key={i} className={s[move.what]}>
            <Icon size={15} strokeWidth={1.9} aria-hidden="true" />
            <span>
              <b>{stepName(texts, names, steps, move.step_id)}</b>
              {moveWords(texts, names, steps, move)}
              <Planned appId={appId} message={messageOf(messages, move)} />
            </span>
            <time className="num" dateTime={move.at} title={exact(move.at)}>
              {dayAndClock(move.at).slice(5)}
            </time>
          </li>
        );
      })}
      {stands === 'inside' && next_at ? (
        <li className={s.next}>
          <Clock size={15} strokeWidth={1.9} aria-hidden="true" />
          <span>{t.path.next({ at: dayAndClock(next_at) })}</span>
        </li>
      ) : null}
    </ol>
  );
}

/** The moves that say something: not that a step was reached which was gone through, nor that one was that sent. */
export function telling(path: readonly Move[]): Move[] {
  return path.filter((move, i) => {
    const [before, after] = [path[i - 1], path[i + 1]];
    if (move.what === 'entered') return after?.step_id !== move.step_id;
    return !(move.what === 'passed' && before?.step_id === move.step_id && before.what === 'sent');
  });
}

/** Within it a message is written after the move that plans it, and a step is not reached twice: a loop has a wait. */
const together = 10_000;

/** The customer-service message that a move planned. */
export function messageOf(messages: readonly Message[], { what, step_id, at }: Move): Message | undefined {
  if (what !== 'sent' && what !== 'unsent') return undefined;
  const after = (message: Message) => Date.parse(message.created_at) - Date.parse(at);
  return messages.find((message) => message.step_id === step_id && Math.abs(after(message)) < together);
}

/** Leads to the message, and says what became of it. */
function Planned({ appId, message }: { appId: string; message: Message | undefined }) {
  const { journeys: t } = useTexts('journeys');
  if (!message) return null;
  return (
    <Link
      className={`link ${s.message}`}
      to="/accounts/$appId/messages"
      params={{ appId }}
      search={{ tab: 'all', open: message.id }}
    >
      {t.path.messages[message.state]}
    </Link>
  );
}

function moveWords(
  texts: JourneyTexts,
  names: Names,
  steps: readonly Step[],
  { what, detail = '', step_id }: Move,
): string {
  const { path: t } = texts.journeys;
  switch (what) {
    case 'waits':
      return t.waits({ at: detail ? dayAndClock(detail) : '' });
    case 'passed': {
      const step = steps.find(({ id }) => id === step_id);
      const exit = step?.exits.find((e) => e.id === detail);
      return step && exit && step.exits.length > 1
        ? t.took({ exit: exitWords(texts, names, step, exit) })
        : t.moves.passed;
    }
    case 'unsent':
    case 'dropped':
      return t.because({ what: t.moves[what], reason: t.reasons[detail] ?? detail });
    default:
      return t.moves[what];
  }
}
