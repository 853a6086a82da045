import { type ReactNode, useId } from 'react';
import s from './Card.module.css';

type Props = {
  title: ReactNode;
  /** Small print at the right of the title: freshness, a link. */
  aside?: ReactNode | undefined;
  /** A sentence under the title. */
  desc?: ReactNode | undefined;
  children: ReactNode;
  className?: string | undefined;
};

/** A bordered part of a screen with a heading of its own, which names it as a region. */
export function Card({ title, aside, desc, children, className }: Props) {
  const id = useId();
  return (
    <section className={className ? `${s.card} ${className}` : s.card} aria-labelledby={id}>
      <div className={s.head}>
        <h2 id={id}>{title}</h2>
        {aside ? <div className={s.aside}>{aside}</div> : null}
      </div>
      {desc ? <p className={s.desc}>{desc}</p> : null}
      {children}
    </section>
  );
}
