import type { ReactNode } from 'react';
import { count, shortCount } from '@/lib/numbers';
import { useLocale } from '@/locales/context';
import s from './Stat.module.css';

type Props = { label: string; value: number; detail?: ReactNode | undefined };

/** One key figure. Above 100,000 it is shortened, with the full figure on hovering. */
export function Stat({ label, value, detail }: Props) {
  const { language } = useLocale();
  const short = shortCount(value, language === 'en');
  const full = count(value);
  return (
    <div className={s.stat}>
      <dt>{label}</dt>
      <dd>
        <b className="figures" title={short === full ? undefined : full}>
          {short}
        </b>
        {detail ? <small>{detail}</small> : null}
      </dd>
    </div>
  );
}

/** The row of figures. */
export function Stats({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label}>
      <dl className={s.row}>{children}</dl>
    </section>
  );
}
