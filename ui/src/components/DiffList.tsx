import { ArrowRight } from 'lucide-react';
import { useTexts } from '@/locales/context';
import s from './DiffList.module.css';

export type Difference = {
  key: string;
  tone: 'added' | 'removed' | 'changed';
  /** What it is about. */
  where: string;
  before?: string | undefined;
  after: string;
};

/** What changes, one line each: what it is about, what it was, what it becomes. */
export function DiffList({ label, items }: { label: string; items: readonly Difference[] }) {
  const t = useTexts();
  return (
    <ul className={s.list} aria-label={label}>
      {items.map(({ key, tone, where, before, after }) => (
        <li key={key} className={s[tone]}>
          <span title={where}>{where}</span>
          <p>
            {before === undefined ? null : (
              <>
                <del title={before}>{before}</del>
                <ArrowRight size={14} role="img" aria-label={t.becomes} />
              </>
            )}
            <ins title={after}>{after}</ins>
          </p>
        </li>
      ))}
    </ul>
  );
}
