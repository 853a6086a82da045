import { Link } from '@tanstack/react-router';
import type { Overview, SyncRun } from '@/api/client';
import { Card } from '@/components/Card';
import { ageWords } from '@/components/Time';
import { count } from '@/lib/numbers';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './overview.module.css';

type Props = { appId: string; overview: Overview | undefined };

/** How the last run ended, or how far the present one is. */
export function LastSync({ appId, overview }: Props) {
  const t = useTexts('overview');
  const o = t.overview;
  const run = overview?.active_run ?? overview?.last_run;
  return (
    <Card
      title={o.lastSync}
      aside={
        run?.mode === 'followers' ? (
          <Link className="link" to="/accounts/$appId/contacts" params={{ appId }}>
            {o.toSync}
          </Link>
        ) : (
          <Link className="link" to="/accounts/$appId/materials" params={{ appId }} search={{ tab: 'history' }}>
            {o.toSync}
          </Link>
        )
      }
    >
      {run ? <Run run={run} /> : overview ? <p className={s.quiet}>{o.noSync}</p> : <i className={s.ghost} />}
    </Card>
  );
}

function Run({ run }: { run: SyncRun }) {
  const t = useTexts('overview');
  const o = t.overview;
  const now = useNow();
  const counts = (['added', 'updated', 'restored', 'unchanged', 'gone', 'calls'] as const).filter(
    (name) => run[name] > 0 || name === 'added' || name === 'calls',
  );
  const at = ageWords(t, run.finished_at ?? run.started_at ?? run.created_at, now);
  return (
    <>
      <p className={s.run}>
        <b>{o.syncModes[run.mode]}</b>
        <span className={`${s.state} ${s[run.state]}`}>{o.syncStates[run.state]}</span>
        <span className={s.quiet}>{o.syncedBy({ at, name: run.started_by })}</span>
      </p>
      <dl className={s.counts}>
        {counts.map((name) => (
          <div key={name}>
            <dt>{o.counts[name]}</dt>
            <dd className="num">{count(run[name])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
