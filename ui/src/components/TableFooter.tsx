import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '@/locales/context';
import s from './TableFooter.module.css';

export type Paging = {
  /** The number of the page shown, from 1, and the rows a page has: they give the range. */
  page: number;
  size: number;
  total: number;
  /** The total is only "at least". */
  totalMore?: boolean | undefined;
  /** Undefined where there is no such page. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  sizes?: readonly number[] | undefined;
  onSize?: ((size: number) => void) | undefined;
  /** More controls at the right: 跳到月份. */
  extra?: ReactNode | undefined;
};

/** The foot of a list that pages by cursor: 1–50 · 共 10,000 条, 上一页, 下一页, rows a page. */
export function TableFooter({ shown, ...p }: Paging & { shown: number }) {
  const t = useTexts();
  const from = (p.page - 1) * p.size + 1;
  const range = { from, to: from + shown - 1, total: p.total, more: Boolean(p.totalMore) };
  const turns = p.onPrevious || p.onNext;
  return (
    <div className={s.footer}>
      <span className="num" aria-live="polite">
        {shown === 0 ? t.table.none : t.table.range(range)}
      </span>
      <span className={s.gap} />
      {p.extra}
      {p.onSize ? (
        <label className={s.size}>
          <span className="unseen">{t.table.size}</span>
          <select value={p.size} onChange={(event) => p.onSize?.(Number(event.target.value))}>
            {(p.sizes ?? [20, 50, 100]).map((n) => (
              <option key={n} value={n}>
                {t.table.sizeOption({ n })}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {turns ? (
        <nav aria-label={t.table.pages} className={s.turns}>
          <button type="button" disabled={!p.onPrevious} onClick={p.onPrevious}>
            <ChevronLeft size={16} aria-hidden="true" />
            {t.table.previous}
          </button>
          <button type="button" disabled={!p.onNext} onClick={p.onNext}>
            {t.table.next}
            <ChevronRight size={16} aria-hidden="true" />
          </button>
        </nav>
      ) : null}
    </div>
  );
}
