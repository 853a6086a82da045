import type { ReactNode } from 'react';
import s from './Phone.module.css';

type Props = {
  /** What stands in the phone's title bar: the account. */
  title: string;
  label: string;
  children: ReactNode;
  footer?: ReactNode | undefined;
};

/** A phone in which something is shown as a follower sees it. It shrinks with the height of its place. */
export function Phone({ title, label, children, footer }: Props) {
  return (
    <section className={s.phone} aria-label={label}>
      <div className={s.screen}>
        <div className={s.status} aria-hidden="true">
          <span>9:41</span>
          <span className={s.island} />
          <svg width="50" height="12" viewBox="0 0 50 12" fill="currentColor" aria-hidden="true">
            <path d="M0 7h3v5H0zM4.500 5h3v7h-3zM9 2.500h3V12H9zM13.500 0h3v12h-3z" />
            <rect x="24.500" y="1" width="20" height="10" rx="3" fill="none" stroke="currentColor" opacity=".4" />
            <rect x="26" y="2.500" width="17" height="7" rx="1.800" />
            <rect x="46.500" y="4" width="1.800" height="4" rx=".9" opacity=".45" />
          </svg>
        </div>
        <div className={s.bar}>
          <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
            <path d="M12.500 4.500 7 10l5.500 5.500" stroke="currentColor" strokeWidth="1.800" strokeLinecap="round" />
          </svg>
          <span>{title}</span>
          <svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
            <circle cx="4.500" cy="10" r="1.500" />
            <circle cx="10" cy="10" r="1.500" />
            <circle cx="15.500" cy="10" r="1.500" />
          </svg>
        </div>
        <div className={s.body}>{children}</div>
        {footer}
      </div>
    </section>
  );
}
