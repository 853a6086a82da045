import type { ReactNode } from 'react';
import s from './Sheet.module.css';

/** The white sheet that a screen is written on. It is the page's main landmark and the only part that scrolls. */
export function Sheet({ children }: { children: ReactNode }) {
  return (
    <main id="main" className={s.sheet} tabIndex={-1}>
      {children}
    </main>
  );
}
