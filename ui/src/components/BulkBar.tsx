import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '@/locales/context';
import s from './BulkBar.module.css';

type Props = { count: number; onClear: () => void; children: ReactNode };

/** The dark bar over the end of a list while rows are selected; its children are {@link BulkAction}s. */
export function BulkBar({ count, onClear, children }: Props) {
  const t = useTexts();
  return (
    <>
      <span className="unseen" aria-live="polite">
        {count > 0 ? t.table.selected({ n: count }) : ''}
      </span>
      {count > 0 ? (
        <section className={s.bar} aria-label={t.table.bulk}>
          <b className="num">{t.table.selected({ n: count })}</b>
          <i aria-hidden="true" />
          {children}
          <button type="button" aria-label={t.table.clearSelection} title={t.table.clearSelection} onClick={onClear}>
            <X size={16} aria-hidden="true" />
          </button>
        </section>
      ) : null}
    </>
  );
}

type ActionProps = { icon: LucideIcon; label: string; onClick: () => void; disabled?: boolean | undefined };

/** One action of the bulk bar. */
export function BulkAction({ icon: Icon, label, onClick, disabled }: ActionProps) {
  return (
    <button type="button" disabled={disabled} onClick={onClick}>
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
      {label}
    </button>
  );
}
