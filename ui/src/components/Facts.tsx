import type { ReactNode } from 'react';
import s from './Facts.module.css';

type Props = {
  facts: readonly (readonly [name: string, value: ReactNode] | undefined)[];
  /** Leaves the frame away, where the facts stand in one already. */
  plain?: boolean | undefined;
};

/** Names and values under each other, as a drawer tells of one thing. What is undefined is left out. */
export function Facts({ facts, plain }: Props) {
  return (
    <dl className={plain ? s.plain : s.framed}>
      {facts.map((fact) =>
        fact ? (
          <div key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd className="num">{fact[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
