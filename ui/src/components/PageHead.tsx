import type { ReactNode } from 'react';
import s from './PageHead.module.css';

type Props = {
  title: ReactNode;
  /** One sentence on what the page is for, or how fresh it is. */
  desc?: ReactNode | undefined;
  /** Buttons at the right; one of them at most is primary. */
  actions?: ReactNode | undefined;
  /** What stands above the title: a way back. */
  above?: ReactNode | undefined;
};

/** The head of every screen: its h1, a sentence, its actions. */
export function PageHead({ title, desc, actions, above }: Props) {
  return (
    <header className={s.head}>
      <div className={s.text}>
        {above ? <div className={s.above}>{above}</div> : null}
        <h1 className={s.title}>{title}</h1>
        {desc ? <p className={s.desc}>{desc}</p> : null}
      </div>
      {actions ? <div className={s.actions}>{actions}</div> : null}
    </header>
  );
}
