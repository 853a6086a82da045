import { DayBars } from '@/components/chart/DayBars';
import { Stat, Stats } from '@/components/Stat';
import { percent } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import s from './CodeDetails.module.css';
import type { QRCode } from './queries';

/** What a code brought: in all, and day by day. */
export function CodeFigures({ code }: { code: QRCode }) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.detail;
  const days = code.days ?? [];
  const sum = (of: 'scans' | 'new_followers') => days.reduce((n, day) => n + day[of], 0);
  const [scans, followers] = [sum('scans'), sum('new_followers')];
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
      {scans > 0 ? (
        <div className={s.chart}>
          <DayBars
            caption={t.chart}
            data={days.map((day) => ({ label: day.day.slice(5), value: day.scans, part: day.new_followers }))}
            whole={{ name: t.scans, unit: t.times }}
            part={{ name: t.followers, unit: t.people }}
          />
        </div>
      ) : (
        <p className={s.quiet}>{t.noScans}</p>
      )}
    </section>
  );
}
