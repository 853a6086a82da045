import type { Quota } from '@/api/client';
import { usedShare } from '@/api/quotas';
import { Stat, Stats } from '@/components/Stat';
import { nextMidnight } from '@/lib/dates';
import { percent } from '@/lib/numbers';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';

/** The day in four figures. */
export function QuotaSummary({ quotas }: { quotas: readonly Quota[] }) {
  const t = useTexts('quotas');
  const q = t.quotas;
  const now = useNow();
  const calls = quotas.reduce((sum, quota) => sum + quota.by_people + quota.by_jobs, 0);
  const others = quotas.reduce((sum, quota) => sum + quota.others, 0);
  const tight = [...quotas].sort((a, b) => (usedShare(b) ?? 0) - (usedShare(a) ?? 0))[0];
  const share = tight ? (usedShare(tight) ?? 0) : 0;
  const minutes = Math.ceil((nextMidnight(now).getTime() - now) / 60_000);
  const names = q.names as Record<string, string | undefined>;
  return (
    <Stats label={q.summaryLabel}>
      <Stat label={q.summary.calls} value={calls} detail={q.summaryDetails.calls} />
      <Stat
        label={q.summary.tight}
        value={percent(share)}
        detail={tight && share > 0 ? (names[tight.path] ?? tight.path) : q.untight}
      />
      <Stat label={q.summary.others} value={others} detail={q.othersHint} />
      <Stat
        label={q.summary.resets}
        value={q.hours({ h: Math.floor(minutes / 60), m: minutes % 60 })}
        detail={q.summaryDetails.resets}
      />
    </Stats>
  );
}
