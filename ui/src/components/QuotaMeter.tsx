import { count, percent } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import s from './QuotaMeter.module.css';

type Props = {
  /** What is metered, for the accessible name. */
  label: string;
  used: number;
  /** 0 while it is not known: then only the number is shown. */
  limit: number;
  /** Draws the lines at 70 and 90 %. */
  marks?: boolean | undefined;
};

/** How much of a limit is used: amber from 70 %, red from 90 %. The figures stand beside it, so color says nothing alone. */
export function QuotaMeter({ label, used, limit, marks }: Props) {
  const t = useTexts();
  const share = limit > 0 ? Math.min(1, used / limit) : 0;
  const words = limit > 0 ? t.chart.quotaUsed({ used, limit, share: percent(share) }) : count(used);
  const tone = share >= 0.9 ? s.danger : share >= 0.7 ? s.warn : '';
  return (
    <span className={s.meter}>
      <meter
        className="unseen"
        aria-label={label}
        aria-valuetext={words}
        min={0}
        max={limit || Math.max(used, 1)}
        value={used}
      >
        {words}
      </meter>
      <i className={tone} style={{ width: `${share * 100}%` }} />
      {marks ? (
        <>
          <em style={{ left: '70%' }} />
          <em style={{ left: '90%' }} />
        </>
      ) : null}
    </span>
  );
}
