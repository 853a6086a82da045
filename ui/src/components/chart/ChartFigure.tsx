import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './chart.module.css';

export type Datum = { label: string; value: number };

type Props = {
  caption: string;
  data: readonly Datum[];
  unit: string;
  /** The names of both figures, and the second one of each datum in words, where there are two. */
  heads?: readonly [string, string] | undefined;
  second?: readonly string[] | undefined;
  children: ReactNode;
};

/** The frame of every chart: a figure with its caption, and its figures as a table for whoever cannot see or trust it. */
export function ChartFigure({ caption, data, unit, heads, second, children }: Props) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const tableId = useId();
  return (
    <figure className={s.figure}>
      {children}
      <figcaption>
        <span>{caption}</span>
        <button type="button" aria-expanded={open} aria-controls={tableId} onClick={() => setOpen(!open)}>
          {open ? t.chart.hideData : t.chart.showData}
        </button>
      </figcaption>
      <div id={tableId} hidden={!open}>
        <table className={s.table}>
          <caption className="unseen">{caption}</caption>
          {heads ? (
            <thead>
              <tr>
                <td />
                <th scope="col">{heads[0]}</th>
                <th scope="col">{heads[1]}</th>
              </tr>
            </thead>
          ) : null}
          <tbody>
            {data.map((datum, i) => (
              <tr key={datum.label}>
                <th scope="row">{datum.label}</th>
                <td className="num">
                  {datum.value.toLocaleString('en-US')} {unit}
                </td>
                {second ? <td className="num">{second[i]}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
