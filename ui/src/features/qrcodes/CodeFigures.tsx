import { DayBars } from '@/components/chart/DayBars';
import { Segments } from '@/components/Segments';
import { Stat, Stats } from '@/components/Stat';
import { percent } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import s from './CodeDetails.module.css';
import type { QRCode } from './queries';

/** What scans are counted by: the days up to today, or the hours of the day. */
export type CountedBy = 'day' | 'hour';

type Props = { code: QRCode; by: CountedBy; onBy: (by: CountedBy) => void };

/** What a code brought: in all, day by day, and at which hours. */
export function CodeFigures({ code, by, onBy }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.detail;
  const days = code.days ?? [];
  const sum = (of: 'scans' | 'new_followers') => days.reduce((n, day) => n + day[of], 0);
  const [scans, followers] = [sum('scans'), sum('new_followers')];
  const bars = {
    day: { caption: t.chart, counts: days.map((day) => ({ ...day, label: day.day.slice(5) })), none: t.noScans },
    hour: {
      caption: t.hourChart,
      counts: (code.hours ?? []).map((hour) => ({ ...hour, label: `${String(hour.hour).padStart(2, '0')}:00` })),
      none: t.rateNone,
    },
  }[by];
  return (
    <section aria-label={t.figures}>
      <h3>{t.figures}</h3>
      <Stats label={t.figures}>
        <Stat label={t.scans} value={code.scans} detail={t.scansDetail({ n: scans })} />
        <Stat label={t.followers} value={code.new_followers} detail={t.followersDetail({ n: followers })} />
        <Stat
          label={t.rate}
          value={code.scans > 0 ? percent(code.new_followers / code.scans) : '–'}
          detail={code.scans > 0 ? t.rateDetail({ scans: code.scans }) : t.rateNone}
        />
      </Stats>
      {code.scans > 0 ? (
        <div className={s.by}>
          <Segments
            label={t.by}
            options={(['day', 'hour'] as const).map((value) => ({ value, label: t.byChoices[value] }))}
            value={by}
            onChange={onBy}
          />
        </div>
      ) : null}
      {bars.counts.some((one) => one.scans > 0) ? (
        <DayBars
          key={by}
          caption={bars.caption}
          data={bars.counts.map((one) => ({ label: one.label, value: one.scans, part: one.new_followers }))}
          whole={{ name: t.scans, unit: t.times }}
          part={{ name: t.followers, unit: t.people }}
        />
      ) : (
        <p className={s.quiet}>{bars.none}</p>
      )}
    </section>
  );
}
