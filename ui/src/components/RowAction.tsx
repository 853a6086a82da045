import type { LucideIcon } from 'lucide-react';
import type { MouseEvent } from 'react';
import s from './RowAction.module.css';

type Props = {
  icon: LucideIcon;
  /** The accessible name: the act and the row it is for. */
  label: string;
  /** What a pointer sees on hovering: the act alone. */
  title: string;
  onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  /** Opens a menu rather than acting at once. */
  menu?: boolean | undefined;
  expanded?: boolean | undefined;
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
};

/** A small button in a list row. Plain HTML: antd's buttons and tooltips make rows heavy. */
export function RowAction({ icon: Icon, label, title, onClick, menu, expanded, busy, disabled }: Props) {
  return (
    <button
      type="button"
      className={s.action}
      aria-label={label}
      title={title}
      aria-haspopup={menu ? 'menu' : undefined}
      aria-expanded={menu ? Boolean(expanded) : undefined}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      onClick={onClick}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={busy ? 'turning' : undefined} />
    </button>
  );
}
