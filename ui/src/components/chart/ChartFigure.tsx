import { type ReactNode, useId, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './chart.module.css';

export type Datum = { label: string; value: number };

type Props = { caption: string; data: readonly Datum[]; unit: string; children: ReactNode };

/** The frame of every chart: a figure with its caption, and its figures as a table for whoever cannot see or trust it. */
export function ChartFigure({ caption, data, unit, children }: Props) {
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
          <tbody>
            {data.map((datum) => (
              <tr key={datum.label}>
                <th scope="row">{datum.label}</th>
                <td className="num">
                  {datum.value.toLocaleString('en-US')} {unit}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
