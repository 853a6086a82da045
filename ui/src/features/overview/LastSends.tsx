import { Link } from '@tanstack/react-router';
import type { Overview } from '@/api/client';
import { Card } from '@/components/Card';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './overview.module.css';

type Props = { appId: string; overview: Overview | undefined };
type Send = Overview['reach']['sends'][number];

/** The newest mass sends that are out, under way or planned, each with what became of it. */
export function LastSends({ appId, overview }: Props) {
  const o = useTexts('overview').overview;
  const sends = overview?.reach.sends;
  return (
    <Card
      title={o.lastSends}
      aside={
        <Link className="link" to="/accounts/$appId/mass-sends" params={{ appId }}>
          {o.allSends}
        </Link>
      }
    >
      {sends?.length === 0 ? (
        <p className={s.quiet}>
          {o.noSends}{' '}
          <Link className="link" to="/accounts/$appId/mass-sends/$id" params={{ appId, id: 'new' }}>
            {o.newSend}
          </Link>
        </p>
      ) : null}
      {sends ? (
        <ul className={s.sends}>
          {sends.map((send) => (
            <li key={send.id}>
              <LastSend appId={appId} send={send} />
            </li>
          ))}
        </ul>
      ) : (
        <i className={s.ghost} />
      )}
    </Card>
  );
}

function LastSend({ appId, send }: { appId: string; send: Send }) {
  const t = useTexts('overview');
  const o = t.overview;
  const total = send.counts?.total ?? 0;
  return (
    <Link to="/accounts/$appId/mass-sends/$id" params={{ appId, id: send.id }}>
      <span className={s.sendTitle}>
        <b>{send.title || t.article.untitled}</b>
        <small className="num">{dayAndClock(send.sent_at ?? send.scheduled_at ?? send.updated_at)}</small>
      </span>
      {send.counts && total > 0 ? (
        <>
          <span className={s.track} aria-hidden="true">
            <i style={{ width: `${(send.counts.sent / total) * 100}%` }} />
          </span>
          <small className={`${s.outcome} num`}>
            <span>{o.delivered({ n: send.counts.sent })}</span>
            <span>{o.notDelivered(send.counts)}</span>
          </small>
        </>
      ) : (
        <small className={s.outcome}>{(o.sendStates as Record<string, string>)[send.state]}</small>
      )}
    </Link>
  );
}
