import { Link } from '@tanstack/react-router';
import type { Overview } from '@/api/client';
import { usedShare } from '@/api/quotas';
import { Card } from '@/components/Card';
import { QuotaMeter } from '@/components/QuotaMeter';
import { count } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import s from './overview.module.css';

type Props = { appId: string; overview: Overview | undefined };

/** The interfaces nearest to their limits. */
export function QuotaBars({ appId, overview }: Props) {
  const t = useTexts('overview', 'quotas');
  const o = t.overview;
  const names = t.quotas.names as Record<string, string | undefined>;
  const quotas = [...(overview?.quotas ?? [])]
    .filter((quota) => quota.used > 0)
    .sort((a, b) => (usedShare(b) ?? 0) - (usedShare(a) ?? 0) || b.used - a.used)
    .slice(0, 5);
  return (
    <Card
      title={o.quotas}
      aside={
        <>
          {overview ? <span className="num">{o.callsToday({ n: overview.calls_today })}</span> : null}
          <Link className="link" to="/accounts/$appId/quotas" params={{ appId }}>
            {o.allQuotas}
          </Link>
        </>
      }
    >
      {overview && quotas.length === 0 ? <p className={s.quiet}>{o.noCalls}</p> : null}
      <ul className={s.quotas}>
        {quotas.map((quota) => (
          <li key={quota.path}>
            <span>{names[quota.path] ?? quota.path}</span>
            <QuotaMeter label={names[quota.path] ?? quota.path} used={quota.used} limit={quota.limit} />
            <b className="num">
              {count(quota.used)}
              {quota.limit > 0 ? <small> / {count(quota.limit)}</small> : null}
            </b>
          </li>
        ))}
      </ul>
    </Card>
  );
}
