import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Quota } from '@/api/client';
import { quotasQuery, usedShare } from '@/api/quotas';
import { count } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import s from './Sidebar.module.css';

const listOfHistory = '/cgi-bin/material/batchget_material';
const listOfDrafts = '/cgi-bin/draft/batchget';

/** Today's calls of the material interfaces: the one nearest to its limit, so that no sync surprises anybody. */
export function QuotaToday({ appId }: { appId: string }) {
  const t = useTexts();
  const { data } = useQuery({ ...quotasQuery(appId), refetchInterval: 60_000 });
  const quota = tightest(data?.items ?? []);
  const used = quota?.used ?? 0;
  const limit = quota?.limit ?? 0;
  const share = quota ? usedShare(quota) : undefined;
  const words = limit > 0 ? t.meter.value({ used, limit }) : t.meter.unknownLimit({ used });
  return (
    <Link to="/accounts/$appId/quotas" params={{ appId }} className={s.quota} title={words}>
      <span className={s.quotaRow}>
        <span>{t.meter.title}</span>
        <span className="num">
          <b>{count(used)}</b>
          {limit > 0 ? ` / ${count(limit)}` : ''} <span className={s.today}>{t.meter.today}</span>
        </span>
      </span>
      <span className={s.track}>
        <i
          className={share !== undefined && share >= 0.9 ? s.danger : share !== undefined && share >= 0.7 ? s.warn : ''}
          style={{ width: `${(share ?? 0) * 100}%` }}
        />
      </span>
    </Link>
  );
}

function tightest(quotas: readonly Quota[]): Quota | undefined {
  return quotas
    .filter((quota) => quota.path === listOfHistory || quota.path === listOfDrafts)
    .sort((a, b) => (usedShare(b) ?? 0) - (usedShare(a) ?? 0))[0];
}
