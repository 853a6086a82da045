import { count } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import type { Button } from './queries';
import s from './Taps.module.css';

/** How often a button was tapped on each of the last 7 days. */
export function Taps({ days }: { days: NonNullable<Button['days']> }) {
  const { menus: t } = useTexts('menus');
  const most = Math.max(1, ...days.map((d) => d.taps));
  const all = days.reduce((sum, d) => sum + d.taps, 0);
  return (
    <section className={s.taps} aria-label={t.taps}>
      <div className={s.total}>
        <small>{t.taps}</small>
        <b className="figures">{count(all)}</b>
      </div>
      <ol className={s.days}>
        {days.map(({ day, taps }) => (
          <li key={day} title={t.tapsOn({ day, n: taps })}>
            <span className={s.column} aria-hidden="true">
              <i style={{ height: `${(taps / most) * 100}%` }} />
            </span>
            <b className="num">{count(taps)}</b>
            <small className="num">{day.slice(5).replace('-', '/')}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}
