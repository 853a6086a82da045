import type { ReactNode } from 'react';
import { count, shortCount } from '@/lib/numbers';
import { useLocale } from '@/locales/context';
import s from './Stat.module.css';

type Props = {
  label: string /** A number, or figures that are already words. */;
  value: number | string;
  detail?: ReactNode | undefined;
};

/** One key figure. Above 100,000 it is shortened, with the full figure on hovering. */
export function Stat({ label, value, detail }: Props) {
  const { language } = useLocale();
  const short = typeof value === 'number' ? shortCount(value, language === 'en') : value;
  const full = typeof value === 'number' ? count(value) : value;
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
